/**
 * What a real WordPress with the plugin answers, without a browser: whom it gives tokens and whom not, what is in its pages,
 * what authors cannot do, what the settings take, and what is left when the plugin is gone.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from './debian-packages.ts';
import { complaints, type PluginSite, type Post, SECRET, startPluginSite } from './plugin-site.ts';
import { callHtml } from './visitor.ts';
import { wordpressOrReason } from './wordpress-parts.ts';
import { openSession, type Session } from './wordpress-session.ts';

const { parts, skip } = await wordpressOrReason(['6.1', '6.8']);
const BLOCK = '<!-- wp:stream-room/call {"title":"Stand-up"} /-->';

interface Answer {
  readonly status: number;
  readonly token?: string | null;
  readonly name?: string;
  readonly code?: string;
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('WordPress is there', { skip }, () => {
  for (const part of parts) {
    describe(`the server side in WordPress ${part.version}`, { timeout: 100_000 }, () => {
      const closers: (() => Promise<void>)[] = [];
      let wordpress: PluginSite;
      let block: Post;
      let admin: Session;

      before(async () => {
        wordpress = await startPluginSite({ after: (close) => void closers.push(close) }, part);
        block = wordpress.post(BLOCK);
        admin = await openSession(wordpress.site, 'admin', 'admin-pass');
      });
      after(async () => {
        for (const close of closers.reverse()) await close();
      });

      const tokenUrls = (html: string) =>
        [...html.matchAll(/ token-url="([^"]+)"/g)].map(
          ([, url = '']) => new URL(url.replaceAll(/&(amp|#038);/g, '&')),
        );
      const pageOf = async (post: Post, session?: Session) =>
        session ? (await session.get(post.url)).text : await (await fetch(post.url)).text();
      const tokenUrl = async (post: Post, session?: Session): Promise<URL> => {
        const [url] = tokenUrls(await pageOf(post, session));
        assert.ok(url, 'the page has a call');
        return url;
      };
      async function ask(url: URL, { session, nonce }: { session?: Session; nonce?: string | undefined } = {}) {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(session && { cookie: session.cookies() }),
            ...(nonce && { 'x-wp-nonce': nonce }),
          },
          body: JSON.stringify({ guest: 'abc-123' }),
        });
        return { ...((await response.json()) as object), status: response.status } as Answer;
      }
      const nonceOf = async (session: Session) =>
        (await session.get(`${wordpress.site.url}/wp-admin/admin-ajax.php?action=rest-nonce`)).text;

      it('PHP reads every file of the plugin', () => {
        const files = wordpress.site.php(
          "foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( WP_PLUGIN_DIR . '/stream-room' ) ) as $file ) " +
            "{ if ( 'php' === $file->getExtension() ) { echo $file, PHP_EOL; } }",
        );
        const paths = files.trim().split('\n');
        assert.ok(paths.length > 10, files);
        run(part.php.command, [...part.php.args, '-l', ...paths], { env: part.php.env });
      });

      it('a page is the same for guest, member and host, down to the byte, and has no name, nonce or secret', async () => {
        const sub = await openSession(wordpress.site, 'sub', 'sub-pass');
        const author = await openSession(wordpress.site, 'au', 'au-pass');
        const [guest = '', ...others] = await Promise.all([
          pageOf(block),
          pageOf(block, sub),
          pageOf(block, author),
        ]).then((pages) => pages.map((html) => callHtml(html).join()));
        assert.match(guest, /^<stream-room .*>Open the call: Stand-up<\/a><\/stream-room>$/s);
        assert.deepEqual(others, [guest, guest]);
        const whole = await pageOf(block);
        for (const word of [SECRET, 'Lovelace', 'X-WP-Nonce', 'wpApiSettings']) assert.ok(!whole.includes(word), word);
      });

      it('only pages with a call load the script', async () => {
        const without = wordpress.post('<p>No call here.</p>');
        assert.doesNotMatch(await pageOf(without), /plugins\/stream-room\//);
        assert.match(await pageOf(block), /plugins\/stream-room\/assets\/stream-room\.js\?ver=/);
        const feed = await (await fetch(`${wordpress.site.url}/feed/`)).text();
        assert.match(feed, /Open the call: Stand-up/);
        assert.doesNotMatch(feed, /<stream-room|token-url/);
      });

      it('tokens say who somebody is: guest, member, host, each for one room and a few minutes', async () => {
        const url = await tokenUrl(block);
        const guest = await ask(url);
        assert.equal(guest.status, 200);
        const claims = claimsOf(guest.token ?? '');
        assert.deepEqual(
          { ...claims, iat: 0, nbf: 0, exp: Number(claims['exp']) - Number(claims['iat']), jti: '' },
          {
            iss: wordpress.site.url,
            aud: 'stream-room',
            iat: 0,
            nbf: 0,
            exp: 180,
            jti: '',
            sub: 'guest-abc-123',
            room: url.searchParams.get('room'),
            role: 'guest',
          },
        );
        const seen: Record<string, unknown> = {};
        for (const login of ['sub', 'au', 'ed']) {
          const session = await openSession(wordpress.site, login, `${login}-pass`);
          const { token, name } = await ask(url, { session, nonce: await nonceOf(session) });
          seen[login] = [claimsOf(token ?? '')['role'], claimsOf(token ?? '')['name'] === name && name];
        }
        assert.deepEqual(seen, {
          sub: ['member', 'Ada “Lovelace” <b>'],
          au: ['host', 'Aulus Author'],
          ed: ['host', 'Edna Editor'],
        });
      });

      it('a cookie alone is nobody: without a nonce one is a guest, with a wrong one nothing', async () => {
        const session = await openSession(wordpress.site, 'ed', 'ed-pass');
        const url = await tokenUrl(block);
        assert.equal(claimsOf((await ask(url, { session })).token ?? '')['role'], 'guest');
        const wrong = await ask(url, { session, nonce: '0123456789' });
        assert.deepEqual([wrong.status, wrong.code], [403, 'rest_cookie_invalid_nonce']);
      });

      it('tampered rooms, posts and tickets are refused, and are no warning of PHP', async () => {
        const good = await tokenUrl(block);
        const changed = (change: (query: URLSearchParams) => void) => {
          const url = new URL(good);
          change(url.searchParams);
          return url;
        };
        const other = await tokenUrl(wordpress.post(BLOCK, { title: 'Other' }));
        const attempts = {
          room: changed((query) => query.set('room', 'board-meeting')),
          post: changed((query) => query.set('post', '1')),
          'no ticket': changed((query) => query.delete('ticket')),
          ticket: changed((query) => query.set('ticket', '0'.repeat(32))),
          'ticket of another post': changed((query) => query.set('ticket', other.searchParams.get('ticket') ?? '')),
          'list for a ticket': changed((query) => {
            query.delete('ticket');
            query.append('ticket[]', 'x');
          }),
          'list for a room': changed((query) => {
            query.delete('room');
            query.append('room[]', 'x');
          }),
          'list for a post': changed((query) => {
            query.delete('post');
            query.append('post[]', '1');
          }),
          'room with markup': changed((query) => query.set('room', '<b>')),
        };
        for (const [what, url] of Object.entries(attempts)) {
          const { status, token } = await ask(url);
          assert.ok([400, 403].includes(status) && token === undefined, `${what}: ${status}`);
        }
        // What is in the body does not count.
        const response = await fetch(good, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ room: 'board-meeting', role: 'host' }),
        });
        if (response.ok) {
          const { token } = (await response.json()) as Answer;
          assert.deepEqual(
            [claimsOf(token ?? '')['room'], claimsOf(token ?? '')['role']],
            [good.searchParams.get('room'), 'guest'],
          );
        }
        assert.deepEqual(complaints(wordpress.site), []);
      });

      it('a private post’s call is for those who may read the post', async () => {
        const hidden = wordpress.post(BLOCK, { status: 'private', author: 'ed' });
        const editor = await openSession(wordpress.site, 'ed', 'ed-pass');
        const url = await tokenUrl(hidden, editor);
        assert.deepEqual([(await ask(url)).status, (await ask(url)).code], [403, 'stream_room_post']);
        const sub = await openSession(wordpress.site, 'sub', 'sub-pass');
        assert.equal((await ask(url, { session: sub, nonce: await nonceOf(sub) })).status, 403);
        assert.equal((await ask(url, { session: editor, nonce: await nonceOf(editor) })).status, 200);
      });

      it('authors choose no relay and write no HTML of their own', async () => {
        const post = wordpress.post(
          '<stream-room relay="https://relay.evil.test" room="x"></stream-room><script>alert(1)</script>' +
            '<iframe src="https://relay.evil.test/embed/x" allow="camera"></iframe>\n\n' +
            '[stream_room room="x" relay="https://relay.evil.test" token-url="https://relay.evil.test"]\n\n' +
            '<!-- wp:stream-room/call {"room":"y\\u0022 onload=\\u0022alert(1)","relay":"https://relay.evil.test","height":"9e9"} /-->',
        );
        const html = await pageOf(post);
        const calls = callHtml(html);
        assert.equal(calls.length, 2, html.slice(html.indexOf('entry-content'), html.indexOf('entry-content') + 2000));
        assert.deepEqual(
          calls.map((call) => / relay="([^"]+)"/.exec(call)?.[1]),
          Array(2).fill(wordpress.relay.url.replace(/\/$/, '')),
        );
        assert.ok(!html.includes('evil.test'), 'nothing of it is in the page');
        assert.doesNotMatch(html, /<script>alert|<iframe|\sonload="alert/);
      });

      it('settings refuse http, keep the secret to themselves, and say what is wrong', async () => {
        const page = `${wordpress.site.url}/wp-admin/options-general.php?page=stream-room`;
        const { text } = await admin.get(page);
        assert.ok(!text.includes(SECRET), 'the secret is not in the page');
        assert.match(text, /A secret is saved\. Leave this empty to keep it\./);
        const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
        const save = (values: Record<string, string>) =>
          admin.post(`${wordpress.site.url}/wp-admin/options.php`, {
            option_page: 'stream_room',
            action: 'update',
            _wpnonce: field('_wpnonce'),
            _wp_http_referer: field('_wp_http_referer'),
            ...values,
          });
        const settings = () => wordpress.site.php("echo wp_json_encode( get_option( 'stream_room' ) );");
        const before = settings();
        const refused = await save({ 'stream_room[relay]': 'http://relay.example.com', stream_room_secret: 'short' });
        assert.match(refused.text, /must begin with https:\/\//);
        assert.match(refused.text, /needs at least 32 characters/);
        assert.equal(
          (JSON.parse(settings()) as { relay: string }).relay,
          (JSON.parse(before) as { relay: string }).relay,
        );
        assert.equal(wordpress.site.php("echo get_option( 'stream_room_secret' );"), SECRET);
        for (const wrong of [
          'javascript:alert(1)',
          'https://user:pass@relay.example.com',
          'https://relay.example.com/?x=1"',
          '//',
        ]) {
          const { text: answer } = await save({ 'stream_room[relay]': wrong });
          assert.match(answer, /notice-error|settings-error/, wrong);
        }
        const anybody = await openSession(wordpress.site, 'au', 'au-pass');
        assert.match((await anybody.get(page)).text, /not allowed/);
        // A new secret is stored where no page loads it unasked.
        wordpress.site.php("delete_option( 'stream_room_secret' );");
        await save({ 'stream_room[relay]': wordpress.relay.url, stream_room_secret: SECRET });
        const stored = wordpress.site.php(
          "echo get_option( 'stream_room_secret' ), '|', isset( wp_load_alloptions()['stream_room_secret'] ) ? 'with every page' : 'alone';",
        );
        assert.equal(stored, `${SECRET}|alone`);
      });

      it('speaks German where the site does, in PHP, in the editor and in the element', async () => {
        assert.equal(
          wordpress.site.php(`
            // A locale counts once its files are there; WordPress's own are not.
            add_filter( 'locale', fn() => 'de_DE' );
            unload_textdomain( 'stream-room' );
            stream_room_load_translations();
            echo __( 'Open the call', 'stream-room' ), '|', _x( 'Stream Room call', 'block title', 'stream-room' );
          `),
          'Anruf öffnen|Stream-Room-Anruf',
        );
        const script = wordpress.site.php(`
          add_filter( 'locale', fn() => 'pt_BR' ); add_filter( 'pre_determine_locale', fn() => 'pt_BR' );
          echo load_script_textdomain( 'stream-room-call-editor-script', 'stream-room', WP_PLUGIN_DIR . '/stream-room/languages' );
        `);
        assert.match(script, /"Call":\["Chamada"\]/);
      });

      it('of the first visitors, who come at once, all are shown the same room', async () => {
        for (let round = 0; round < 5; round++) {
          wordpress.site.php("delete_option( 'stream_room_key' );");
          const pages = await Promise.all(Array.from({ length: 8 }, () => pageOf(block)));
          assert.equal(new Set(pages.map((html) => callHtml(html).join())).size, 1);
        }
      });

      it('uninstall leaves no option, no file and no complaint', async () => {
        const left = wordpress.site.php(`
          require_once ABSPATH . 'wp-admin/includes/plugin.php';
          deactivate_plugins( 'stream-room/stream-room.php' );
          $done = delete_plugins( array( 'stream-room/stream-room.php' ) );
          global $wpdb;
          wp_cache_flush();
          echo wp_json_encode( array( $done, is_dir( WP_PLUGIN_DIR . '/stream-room' ),
            $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%stream_room%'" ) ) );
        `);
        assert.deepEqual(JSON.parse(left), [true, false, []]);
        assert.equal((await fetch(block.url)).status, 200, 'the post is there without its call');
        assert.deepEqual(complaints(wordpress.site), []);
      });
    });
  }
});
