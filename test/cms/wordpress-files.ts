/** The PHP that makes a WordPress of a test: its configuration, its front door, and what keeps it from the internet. */
import { randomBytes } from 'node:crypto';

type Constants = Readonly<Record<string, string | boolean | number>>;

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

export const definitions = (constants: Constants): string =>
  Object.entries(constants)
    .map(([name, value]) => `define( ${quoted(name)}, ${typeof value === 'string' ? quoted(value) : String(value)} );`)
    .join('\n');

/** Sites in folders of one address, as a person makes them of a site that is there. */
const networkConstants = (url: string): Constants => ({
  MULTISITE: true,
  SUBDOMAIN_INSTALL: false,
  DOMAIN_CURRENT_SITE: new URL(url).host,
  PATH_CURRENT_SITE: '/',
  SITE_ID_CURRENT_SITE: 1,
  BLOG_ID_CURRENT_SITE: 1,
});

/** Whatever the port, the same database does. */
const addressConstants = (url: string): Constants => ({ WP_HOME: url, WP_SITEURL: url });

/** `url` and `log` say where it is; the constants are those of a person's own wp-config.php. */
export function configFile(url: string, log: string, constants: Constants, isNetwork = false): string {
  const usual: Constants = {
    DB_NAME: 'wordpress',
    DB_USER: '',
    DB_PASSWORD: '',
    DB_HOST: '',
    DB_CHARSET: 'utf8mb4',
    DB_COLLATE: '',
    ...(isNetwork ? networkConstants(url) : addressConstants(url)),
    WP_DEBUG: true,
    WP_DEBUG_DISPLAY: false,
    WP_DEBUG_LOG: log,
    WP_HTTP_BLOCK_EXTERNAL: true,
    WP_ACCESSIBLE_HOSTS: '127.0.0.1,localhost',
    DISABLE_WP_CRON: true,
    AUTOMATIC_UPDATER_DISABLED: true,
    WP_AUTO_UPDATE_CORE: false,
    FS_METHOD: 'direct',
  };
  const names = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [`${name}_KEY`, `${name}_SALT`]);
  const salts = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('hex')]));
  return `<?php
${definitions({ ...usual, ...salts, ...constants })}
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) { define( 'ABSPATH', __DIR__ . '/' ); }
require_once ABSPATH . 'wp-settings.php';
`;
}

/** What a web server's rewrite rules do. */
export const ROUTER = `<?php
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$file = __DIR__ . $path;
if ( preg_match( '~(^|/)\\\\.|^/wp-content/database/|debug\\\\.log|^/eval\\\\.php~', $path ) ) {
  http_response_code( 404 );
  return true;
}
// A site of a network: WordPress itself is where it always is.
if ( ! file_exists( $file ) && preg_match( '~^/[a-z0-9-]+(/wp-(?:admin|content|includes)/.+|/wp-[a-z-]+\\.php)$~', $path, $inside ) ) {
  $file = __DIR__ . $inside[1];
  if ( is_file( $file ) && '.php' === substr( $file, -4 ) ) {
    $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
    chdir( dirname( $file ) );
    require $file;
    return true;
  }
  if ( is_file( $file ) ) {
    header( 'Content-Type: ' . ( '.js' === substr( $file, -3 ) ? 'text/javascript' : mime_content_type( $file ) ) );
    readfile( $file );
    return true;
  }
}
$folder = rtrim( $file, '/' );
if ( '/' !== $path && is_dir( $file ) && is_file( "$folder/index.php" ) ) {
  if ( '/' !== substr( $path, -1 ) ) {
    header( "Location: $path/" );
    return true;
  }
  $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = rtrim( $path, '/' ) . '/index.php';
  chdir( $file );
  require "$folder/index.php";
  return true;
}
if ( '/' !== $path && is_file( $file ) ) {
  return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require __DIR__ . '/index.php';
return true;
`;

/** WordPress's "safe" HTTP client may reach a relay on a loopback port; no update checks, mail or pictures of people. */
export const TEST_PLUGIN = `<?php
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', fn() => range( 1, 65535 ) );
add_filter( 'pre_wp_mail', '__return_false' );
add_filter( 'pre_option_show_avatars', '__return_zero' );
foreach ( array( 'core', 'plugins', 'themes' ) as $kind ) {
  add_filter( "pre_site_transient_update_$kind", fn() => (object) array(
    'last_checked' => time(), 'updates' => array(), 'response' => array(), 'translations' => array(),
    'version_checked' => $GLOBALS['wp_version'],
  ) );
}
add_filter( 'pre_http_request', fn( $answer, $args, $url ) =>
  strpos( $url, 'wordpress.org' ) ? new WP_Error( 'offline', 'offline' ) : $answer, 10, 3 );
// No tour of the editor in front of what is tested.
add_action( 'enqueue_block_editor_assets', fn() => wp_add_inline_script( 'wp-edit-post',
  "wp.data.dispatch('core/preferences')?.set('core/edit-post','welcomeGuide',false);" .
  "wp.data.dispatch('core/preferences')?.set('core','enableChoosePatternModal',false);" ) );
`;

/** Before PHP of the test's own: a request from the command line. */
export const evalFile = (port: number, code: string, installing = false): string => `<?php
if ( PHP_SAPI !== 'cli' ) { exit; }
${installing ? definitions({ WP_INSTALLING: true }) : ''}
$_SERVER += array( 'HTTP_HOST' => 'localhost:${port}', 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET',
  'SERVER_PROTOCOL' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1' );
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
${code}
`;

/** A site as it is after the famous five minutes, with nothing active. */
export const installCode = (theme: string): string => `
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Test', 'admin', 'admin@example.test', false, '', 'admin-pass' );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'blog_public', 0 );
switch_theme( ${quoted(theme)} );
update_option( 'active_plugins', array() );
`;

/** Makes a network of that site; its configuration has to say so afterwards. */
export const networkCode = (domain: string): string => `
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/network.php';
foreach ( $wpdb->tables( 'ms_global' ) as $table => $name ) { $wpdb->$table = $name; }
install_network();
$done = populate_network( 1, ${quoted(domain)}, 'admin@example.test', 'Network', '/', false );
if ( is_wp_error( $done ) ) { fwrite( STDERR, $done->get_error_message() ); exit( 1 ); }
foreach ( array( 'home', 'siteurl' ) as $name ) {
  $wpdb->update( $wpdb->options, array( 'option_value' => ${quoted(`http://${domain}`)} ), array( 'option_name' => $name ) );
}
`;
