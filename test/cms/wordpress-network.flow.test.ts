/**
 * A network of WordPress sites (multisite) with the plugin activated for all of them: each site has settings, key and
 * people of its own, a site made later has the plugin, too, and nothing is left anywhere when it is gone.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { complaints, PLUGIN, php, SECRET } from './plugin-site.ts';
import { callHtml, joinCall, openVisitor } from './visitor.ts';
import { wordpressOrReason } from './wordpress-parts.ts';
import { openSession, type Session } from './wordpress-session.ts';
import { type WordPress, wpUp } from './wp-up.ts';

const { parts, skip } = await wordpressOrReason(['6.1', '6.8']);
const BLOCK = '<!-- wp:stream-room/call {"title":"Stand-up"} /-->';

interface Site {
  readonly id: number;
  readonly url: string;
  /** A published post with a call. */
  readonly post: string;
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('WordPress is there', { skip }, () => {
  for (const part of parts) {
    describe(`a network of WordPress ${part.version}`, { timeout: 110_000 }, () => {
      const closers: (() => Promise<void>)[] = [];
      let network: WordPress;
      let relay: StartedRelay;
      let first: Site;
      let second: Site;
      let browser: Browser;

      before(async () => {
        network = await wpUp(part, { network: true, plugins: { 'stream-room': PLUGIN } });
        closers.push(() => network.close());
        // One relay for all: what the sites' tokens have in common is set in their wp-config.php, or on each site.
        relay = await startRelay(
          { after: (close) => void closers.push(close) },
          { origins: [network.url], tokenSecret: SECRET, tokenIssuer: network.url },
        );
        first = addCall(1);
        second = addCall(addSite('second'));
        browser = await openBrowser('chromium');
        closers.push(() => browser.close());
      });
      after(async () => {
        for (const close of closers.reverse()) await close();
      });

      const addSite = (name: string): number =>
        Number(
          network.php(`
            wp_set_current_user( 1 );
            // WordPress takes the colon of a port for none of a domain, and away.
            add_filter( 'sanitize_user', fn( $clean, $given ) => $given, 10, 2 );
            $id = wp_insert_site( array( 'domain' => ${php(new URL(network.url).host)}, 'path' => '/${name}/',
              'title' => '${name}', 'user_id' => 1 ) );
            if ( is_wp_error( $id ) ) { fwrite( STDERR, $id->get_error_message() ); exit( 1 ); }
            echo $id;
          `),
        );

      function addCall(id: number): Site {
        return JSON.parse(
          network.php(`
            switch_to_blog( ${id} );
            wp_set_current_user( 1 );
            update_option( 'stream_room', array( 'relay' => ${php(relay.url.replace(/\/$/, ''))}, 'issuer' => ${php(network.url)} ) );
            update_option( 'stream_room_secret', ${php(SECRET)} );
            $post = wp_insert_post( array( 'post_title' => 'A call', 'post_content' => ${php(BLOCK)}, 'post_status' => 'publish' ) );
            echo wp_json_encode( array( 'id' => ${id}, 'url' => home_url(), 'post' => get_permalink( $post ) ) );
          `),
        ) as Site;
      }

      /** For one site alone, with the password `<login>-pass`. */
      const addPerson = (login: string, role: string, site: Site): void => {
        network.php(`
          $id = wpmu_create_user( '${login}', '${login}-pass', '${login}@example.test' );
          remove_user_from_blog( $id, 1 );
          add_user_to_blog( ${site.id}, $id, '${role}' );
        `);
      };

      async function callOf({ post }: Site): Promise<{ room: string; tokenUrl: URL }> {
        const response = await fetch(post);
        assert.equal(response.status, 200, post);
        const [html = ''] = callHtml(await response.text());
        const [, room = ''] = / room="([^"]+)"/.exec(html) ?? [];
        const [, url = ''] = / token-url="([^"]+)"/.exec(html) ?? [];
        return { room, tokenUrl: new URL(url.replaceAll(/&(amp|#038);/g, '&')) };
      }

      async function ask(url: URL, session?: Session) {
        const nonceUrl = `${url.href.split('/wp-json/')[0]}/wp-admin/admin-ajax.php?action=rest-nonce`;
        const nonce = session && (await session.get(nonceUrl)).text;
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(session && nonce && { cookie: session.cookies(), 'x-wp-nonce': nonce }),
          },
          body: '{"guest":"abc"}',
        });
        return { ...((await response.json()) as { token?: string; code?: string }), status: response.status };
      }

      it('each site has its own key: rooms of the same post are different ones, tickets hold on their site', async () => {
        const [one, two] = [await callOf(first), await callOf(second)];
        const numberOf = (room: string) => /^post-(\d+)-[0-9a-f]{20}$/.exec(room)?.[1];
        assert.ok(numberOf(one.room) && numberOf(two.room), `${one.room} ${two.room}`);
        assert.ok(two.tokenUrl.href.startsWith(`${network.url}/second/wp-json/`), two.tokenUrl.href);
        const keys = JSON.parse(
          network.php(`echo wp_json_encode( array( get_blog_option( 1, 'stream_room_key' ),
            get_blog_option( ${second.id}, 'stream_room_key' ), get_site_option( 'stream_room_key' ) ) );`),
        ) as unknown[];
        assert.match(String(keys[0]), /^[0-9a-f]{64}$/);
        assert.match(String(keys[1]), /^[0-9a-f]{64}$/);
        assert.notEqual(keys[0], keys[1]);
        assert.equal(keys[2], false);
        const foreign = new URL(two.tokenUrl);
        foreign.search = one.tokenUrl.search;
        const { status, code } = await ask(foreign);
        assert.deepEqual([status, code], [403, 'stream_room_ticket']);
        for (const { tokenUrl } of [one, two]) assert.equal((await ask(tokenUrl)).status, 200);
      });

      it('who is host on one site is no more than a member on the other', async () => {
        addPerson('edwin', 'editor', second);
        const edwin = await openSession({ url: second.url }, 'edwin', 'edwin-pass');
        const seen: unknown[] = [];
        for (const site of [first, second]) {
          const { token = '' } = await ask((await callOf(site)).tokenUrl, edwin);
          const { role, sub } = claimsOf(token);
          seen.push([role, String(sub).replace(/\d+$/, 'n')]);
        }
        assert.deepEqual(seen, [
          ['member', 'wp-1-n'],
          ['host', `wp-${second.id}-n`],
        ]);
      });

      it('a visitor joins on the second site, whose files lie below its own address', async () => {
        const { page, close } = await openVisitor(browser, network);
        await page.goto(second.post);
        assert.deepEqual(await joinCall(page, 'Vera Visitor'), { name: 'Vera Visitor', role: 'guest' });
        await close();
      });

      it('each administrator sets their own site up, and no other', async () => {
        addPerson('adam', 'administrator', second);
        const adam = await openSession({ url: second.url }, 'adam', 'adam-pass');
        const settings = 'wp-admin/options-general.php?page=stream-room';
        const own = await adam.get(`${second.url}/${settings}`);
        assert.match(own.text, /stream-room-test/);
        assert.match((await adam.get(`${first.url}/${settings}`)).text, /not allowed|do not currently have/);
        const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(own.text)?.[1] ?? '';
        await adam.post(`${second.url}/wp-admin/options.php`, {
          option_page: 'stream_room',
          action: 'update',
          _wpnonce: field('_wpnonce'),
          _wp_http_referer: field('_wp_http_referer'),
          'stream_room[relay]': 'https://relay.second.example',
        });
        const relays = network.php(
          `foreach ( array( 1, ${second.id} ) as $id ) { echo get_blog_option( $id, 'stream_room' )['relay'], ' '; }`,
        );
        assert.equal(relays.trim(), `${relay.url.replace(/\/$/, '')} https://relay.second.example`);
      });

      it('a site made later has the plugin, and says that it is not set up', async () => {
        const id = addSite('third');
        const url = network.php(`
          switch_to_blog( ${id} );
          echo get_permalink( wp_insert_post( array( 'post_title' => 'A call', 'post_content' => ${php(BLOCK)}, 'post_status' => 'publish' ) ) );
        `);
        const html = await (await fetch(url)).text();
        assert.match(html, /There will be a call here as soon as it is set up\./);
      });

      it('uninstall leaves nothing on any site, one that is archived included', () => {
        const left = network.php(`
          require_once ABSPATH . 'wp-admin/includes/plugin.php';
          global $wpdb;
          $archived = get_sites( array( 'path' => '/third/', 'fields' => 'ids' ) )[0];
          update_blog_option( $archived, 'stream_room', array( 'relay' => 'https://relay.third.example' ) );
          update_blog_status( $archived, 'archived', 1 );
          $find = function () use ( $wpdb ) {
            $found = array();
            foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $id ) {
              $options = $wpdb->get_blog_prefix( $id ) . 'options';
              $names = $wpdb->get_col( "SELECT option_name FROM $options WHERE option_name LIKE '%stream_room%' ORDER BY option_name" );
              foreach ( $names as $name ) { $found[] = "$id $name"; }
            }
            foreach ( array( $wpdb->sitemeta, $wpdb->usermeta, $wpdb->postmeta ) as $table ) {
              if ( $wpdb->get_var( "SELECT COUNT(*) FROM $table WHERE meta_key LIKE '%stream_room%'" ) > 0 ) { $found[] = $table; }
            }
            return $found;
          };
          $before = $find();
          deactivate_plugins( 'stream-room/stream-room.php', false, true );
          $done = delete_plugins( array( 'stream-room/stream-room.php' ) );
          wp_cache_flush();
          echo wp_json_encode( array( $before, $done, is_dir( WP_PLUGIN_DIR . '/stream-room' ), $find() ) );
        `);
        const [before, ...rest] = JSON.parse(left) as [string[], ...unknown[]];
        assert.ok(before.length >= 7, before.join());
        assert.deepEqual(rest, [true, false, []]);
      });

      it('PHP has nothing to complain of', () => {
        assert.deepEqual(complaints(network), []);
      });
    });
  }
});
