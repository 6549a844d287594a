<?php
/**
 * Plugin Name:       Stream Room
 * Plugin URI:        https://wordpress.org/plugins/stream-room/
 * Description:       A live video call in any post or page, through your own relay: as a block, a shortcode or a pasted link.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Author:            stream-room
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       stream-room
 * Domain Path:       /languages
 *
 * The list of contents: what is loaded, and which part hooks where. Does nothing itself.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

const STREAM_ROOM_VERSION = '0.1.0';
const STREAM_ROOM_FILE    = __FILE__;

require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/rooms.php';
require __DIR__ . '/includes/render.php';
require __DIR__ . '/includes/embed.php';
require __DIR__ . '/includes/access.php';
require __DIR__ . '/includes/jwt.php';
require __DIR__ . '/includes/token.php';

add_action( 'init', 'stream_room_load_translations' );
add_action( 'init', 'stream_room_register_scripts' );
add_action( 'init', 'stream_room_register_block' );
add_action( 'init', 'stream_room_register_embed' );
add_action( 'rest_api_init', 'stream_room_register_token_route' );
add_shortcode( 'stream_room', 'stream_room_shortcode' );

if ( is_admin() ) {
	require __DIR__ . '/includes/settings-page.php';
	add_action( 'admin_menu', 'stream_room_add_settings_page' );
	add_action( 'admin_init', 'stream_room_register_settings' );
	add_action( 'admin_init', 'stream_room_add_privacy_text' );
	add_action( 'admin_enqueue_scripts', 'stream_room_enqueue_settings_script' );
	add_action( 'wp_ajax_stream_room_test', 'stream_room_answer_test' );
	add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), 'stream_room_add_settings_link' );
}

/** Until WordPress 6.7, a plugin has to say where its translations are. */
function stream_room_load_translations() {
	load_plugin_textdomain( 'stream-room', false, dirname( plugin_basename( STREAM_ROOM_FILE ) ) . '/languages' );
}
