<?php
/**
 * A link to a room of this site's relay, alone on its line, becomes the call. No request is made for it, so that relays of
 * an intranet do as well. Links to any other relay stay links.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

function stream_room_register_embed() {
	$relay = stream_room_setting( 'relay' );
	if ( '' !== $relay ) {
		$pattern = '#^(?i:' . preg_quote( $relay, '#' ) . ')/r/([A-Za-z0-9_-]{1,64})/?(?:[?\#].*)?$#';
		wp_embed_register_handler( 'stream-room', $pattern, 'stream_room_embed' );
	}
}

function stream_room_embed( $matches ) {
	$prefix = stream_room_setting( 'prefix' );
	if ( '' !== $prefix && 0 !== strpos( $matches[1], $prefix ) ) {
		// The relay keeps this site to other rooms: this one is somebody else's, and opens in its own page.
		return sprintf( '<a href="%s">%s</a>', esc_url( $matches[0] ), esc_html( $matches[0] ) );
	}
	$post_id = (int) get_the_ID();
	return stream_room_html( $post_id, $matches[1], '', '', 'class="stream-room-call"' );
}
