/** A WordPress with the built plugin, a relay that trusts it, people and posts. Knows no browser. */
import { join } from 'node:path';
import type { RelayOptions } from '../../relay/relay.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { ROOT } from '../support/source-files.ts';
import type { WordPressParts } from './wordpress-parts.ts';
import { type WordPress, type WordPressOptions, wpUp } from './wp-up.ts';

/** What `npm run build` made, and what people upload. */
export const PLUGIN = join(ROOT, 'extension/dist/wordpress/stream-room');
export const PLUGIN_ZIP = join(ROOT, 'extension/dist/stream-room-wordpress.zip');

export const SECRET = 'a secret that this site and the relay of the tests share';

/** Login, display name and role; each has the password `<login>-pass`. */
const PEOPLE = [
  ['ed', 'Edna Editor', 'editor'],
  ['au', 'Aulus Author', 'author'],
  ['sub', 'Ada “Lovelace” <b>', 'subscriber'],
] as const;

export interface PluginSite {
  readonly site: WordPress;
  readonly relay: StartedRelay;
  /** A published post of this person; its address and id. */
  post(content: string, options?: { author?: string; status?: string; title?: string; password?: string }): Post;
}

export interface Post {
  readonly id: number;
  readonly url: string;
}

interface Teardown {
  after(close: () => Promise<void>): void;
}

/** As PHP writes a text: nothing in it is read as code. */
export const php = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

export async function startPluginSite(
  teardown: Teardown,
  parts: WordPressParts,
  { relay: relayOptions = {}, ...options }: WordPressOptions & { relay?: RelayOptions } = {},
): Promise<PluginSite> {
  const site = await wpUp(parts, { plugins: { 'stream-room': PLUGIN }, setup: peopleCode(), ...options });
  teardown.after(() => site.close());
  const relay = await startRelay(teardown, {
    origins: [site.url],
    tokenSecret: SECRET,
    tokenIssuer: site.url,
    ...relayOptions,
  });
  site.php(`
    update_option( 'stream_room', array( 'relay' => ${php(relay.url.replace(/\/$/, ''))} ) );
    update_option( 'stream_room_secret', ${php(SECRET)} );
  `);
  return { site, relay, post: (content, more) => addPost(site, content, more) };
}

const peopleCode = (): string =>
  PEOPLE.map(
    ([login, name, role]) => `
      $id = wp_insert_user( array( 'user_login' => '${login}', 'user_pass' => '${login}-pass', 'role' => '${role}',
        'user_email' => '${login}@example.test' ) );
      wp_update_user( array( 'ID' => $id, 'display_name' => ${php(name)}, 'show_admin_bar_front' => 'false' ) );
      // WordPress cleans names; what other programs have put there is as they left it.
      $GLOBALS['wpdb']->update( $GLOBALS['wpdb']->users, array( 'display_name' => ${php(name)} ), array( 'ID' => $id ) );
      clean_user_cache( $id );`,
  ).join('');

/** Saved as that person saves it: what they may not write is taken out. */
function addPost(
  site: WordPress,
  content: string,
  { author = 'au', status = 'publish', title = 'A call', password = '' }: Parameters<PluginSite['post']>[1] = {},
): Post {
  const printed = site.php(`
    $author = get_user_by( 'login', ${php(author)} )->ID;
    wp_set_current_user( $author );
    kses_init();
    $id = wp_insert_post( wp_slash( array( 'post_title' => ${php(title)}, 'post_content' => ${php(content)},
      'post_status' => ${php(status)}, 'post_author' => $author, 'post_password' => ${php(password)} ) ), true );
    if ( is_wp_error( $id ) ) { fwrite( STDERR, $id->get_error_message() ); exit( 1 ); }
    echo wp_json_encode( array( 'id' => $id, 'url' => get_permalink( $id ) ) );
  `);
  return JSON.parse(printed) as Post;
}

/**
 * Only what the plugin may be blamed for: WordPress 6.1 itself is older than this PHP, which tells it so, and tests keep it
 * from asking WordPress.org for updates.
 */
export const complaints = ({ log }: Pick<WordPress, 'log'>): readonly string[] =>
  log()
    .split('\n')
    .filter((line) => line !== '' && !(line.includes('PHP Deprecated:') && line.includes('/wp-includes/')))
    .filter((line) => !line.includes('secure connection to WordPress.org'));
