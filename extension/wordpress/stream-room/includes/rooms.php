<?php
/**
 * Names of rooms, whose they are, and tickets: what a page shows to prove that this site put the room on it. Knows nothing
 * of visitors.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

/** As both ends accept it: safe in addresses, attributes and logs. */
const STREAM_ROOM_NAME = '/^[A-Za-z0-9_-]{1,64}$/';

/** What names and tickets are made with. Kept apart from WordPress's salts, which some change every month. */
function stream_room_key() {
	$key = get_option( 'stream_room_key' );
	return is_string( $key ) && strlen( $key ) >= 64 ? $key : stream_room_make_key();
}

/** Of the first visitors who come at once, one makes the key and all take it: add_option() would let each overwrite the last. */
function stream_room_make_key() {
	global $wpdb;
	// phpcs:disable WordPress.DB.DirectDatabaseQuery -- WordPress has no call that adds only where nothing is.
	$wpdb->query(
		$wpdb->prepare(
			"INSERT IGNORE INTO $wpdb->options (option_name, option_value, autoload) VALUES ('stream_room_key', %s, 'yes')",
			bin2hex( random_bytes( 32 ) )
		)
	);
	$key = $wpdb->get_var( "SELECT option_value FROM $wpdb->options WHERE option_name = 'stream_room_key'" );
	// phpcs:enable
	foreach ( array( 'stream_room_key', 'alloptions', 'notoptions' ) as $stale ) {
		wp_cache_delete( $stale, 'options' );
	}
	return (string) $key;
}

/** Of a post, or of the site where there is none (0): always the same, and not to be guessed. */
function stream_room_own_room( $post_id ) {
	$mark = stream_room_mac( 'room', $post_id, 20 );
	return stream_room_setting( 'prefix' ) . ( $post_id > 0 ? "post-$post_id-$mark" : "site-$mark" );
}

/** Id of the post whose own room this is, 0 for the site's own; null for a room that somebody named. */
function stream_room_owner( $room ) {
	if ( ! preg_match( '/(?:post-(\d{1,18})|site)-[0-9a-f]{20}$/', $room, $found ) ) {
		return null;
	}
	$post_id = (int) ( $found[1] ?? 0 );
	return hash_equals( stream_room_own_room( $post_id ), $room ) ? $post_id : null;
}

/** What an author wrote as a room's name, as a room's name: "Team call" is team-call. Empty where nothing is left. */
function stream_room_clean_name( $name ) {
	$name = is_string( $name ) ? trim( remove_accents( $name ) ) : '';
	if ( preg_match( STREAM_ROOM_NAME, $name ) ) {
		return $name;
	}
	return substr( trim( preg_replace( '/[^A-Za-z0-9_]+/', '-', strtolower( $name ) ), '-' ), 0, 64 );
}

/** The room of a call in a post: as named there, with the site's prefix, else the post's own. */
function stream_room_resolve( $name, $post_id ) {
	$room   = stream_room_clean_name( $name );
	$prefix = stream_room_setting( 'prefix' );
	if ( '' === $room ) {
		return stream_room_own_room( $post_id );
	}
	$has_prefix = '' === $prefix || 0 === strpos( $room, $prefix );
	return substr( $has_prefix ? $room : $prefix . $room, 0, 64 );
}

/** Says that this site showed this room in this post. */
function stream_room_ticket( $post_id, $room ) {
	return stream_room_mac( "ticket|$room", $post_id, 32 );
}

function stream_room_mac( $purpose, $post_id, $length ) {
	$text = implode( '|', array( $purpose, get_current_blog_id(), $post_id ) );
	return substr( hash_hmac( 'sha256', $text, stream_room_key() ), 0, $length );
}
