/**
 * The plugin on the database that most sites have. The other tests use SQLite, through a driver that translates: what the
 * plugin asks of a database itself is asked of a real one here.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openMariaDb } from './mariadb.ts';
import { complaints, type PluginSite, startPluginSite } from './plugin-site.ts';
import { callHtml } from './visitor.ts';
import { orReason, wordpressParts } from './wordpress-parts.ts';

const { value, skip } = await orReason('MariaDB', async () => {
  const part = await wordpressParts('6.8');
  return { part, database: await openMariaDb(part.php) };
});

describe('WordPress with MariaDB', { skip, timeout: 90_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  let wordpress: PluginSite;

  before(async () => {
    const { part, database } = value ?? assert.fail();
    closers.push(() => database.close());
    wordpress = await startPluginSite(
      { after: (close) => void closers.push(close) },
      { ...part, php: database.php },
      { sqlite: false, constants: database.constants },
    );
  });
  after(async () => {
    for (const close of closers.reverse()) await close();
  });

  it('it is one', () => {
    const said = wordpress.site.php(
      "global $wpdb; echo get_class( $wpdb ), ' ', $wpdb->get_var( 'SELECT VERSION()' );",
    );
    assert.match(said, /^wpdb \d+\.\d+\.\d+-MariaDB/);
  });

  it('of the first visitors, who come at once, one makes the key, and all are shown the same room', async () => {
    const post = wordpress.post('<!-- wp:stream-room/call /-->');
    for (let round = 0; round < 5; round++) {
      wordpress.site.php("delete_option( 'stream_room_key' );");
      const pages = await Promise.all(
        Array.from({ length: 8 }, async () => callHtml(await (await fetch(post.url)).text()).join()),
      );
      assert.match(pages[0] ?? '', /^<stream-room/);
      assert.equal(new Set(pages).size, 1);
      const stored = wordpress.site.php(
        `global $wpdb;
         echo wp_json_encode( $wpdb->get_results( "SELECT option_value, autoload FROM $wpdb->options WHERE option_name = 'stream_room_key'" ) ),
           get_option( 'stream_room_key' ) === stream_room_key() ? '' : 'another',
           isset( wp_load_alloptions()['stream_room_key'] ) ? '' : 'asked for on every page';`,
      );
      assert.match(stored, /^\[\{"option_value":"[0-9a-f]{64}","autoload":"yes"\}\]$/);
    }
  });

  it('uninstall leaves nothing, and nothing was complained of', () => {
    const left = wordpress.site.php(`
      require_once ABSPATH . 'wp-admin/includes/plugin.php';
      deactivate_plugins( 'stream-room/stream-room.php' );
      delete_plugins( array( 'stream-room/stream-room.php' ) );
      global $wpdb;
      echo wp_json_encode( $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%stream\\\\_room%'" ) );
    `);
    assert.deepEqual(JSON.parse(left), []);
    assert.deepEqual(complaints(wordpress.site), []);
  });
});
