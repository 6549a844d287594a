<?php
/**
 * A call as HTML, behind the block, the shortcode and the pasted link. The same for every visitor: who looks at it is not
 * asked here, so that page caches may keep it.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

function stream_room_register_scripts() {
	// An array is read as "in the footer" before WordPress 6.3.
	$late = array(
		'strategy'  => 'defer',
		'in_footer' => true,
	);
	$base = plugins_url( 'assets/', STREAM_ROOM_FILE );
	// First whoever answers the element's question, then the element.
	wp_register_script( 'stream-room-token', $base . 'wp-token.js', array(), STREAM_ROOM_VERSION, $late );
	wp_register_script( 'stream-room', $base . 'stream-room.js', array( 'stream-room-token' ), STREAM_ROOM_VERSION, $late );
}

function stream_room_register_block() {
	$block = register_block_type( dirname( STREAM_ROOM_FILE ) . '/block' );
	if ( ! $block ) {
		return;
	}
	$handle = 'stream-room-call-editor-script';
	wp_set_script_translations( $handle, 'stream-room', dirname( STREAM_ROOM_FILE ) . '/languages' );
	$facts = array(
		'relay'    => stream_room_setting( 'relay' ),
		'prefix'   => stream_room_setting( 'prefix' ),
		'height'   => stream_room_setting( 'height' ),
		'settings' => current_user_can( 'manage_options' ) ? admin_url( 'options-general.php?page=stream-room' ) : '',
	);
	wp_add_inline_script( $handle, 'window.streamRoomBlock = ' . wp_json_encode( $facts, JSON_HEX_TAG | JSON_HEX_AMP ) . ';', 'before' );
}

/** [stream_room room="" title="" height=""] */
function stream_room_shortcode( $attributes ) {
	$defaults   = array(
		'room'   => '',
		'title'  => '',
		'height' => '',
	);
	$attributes = shortcode_atts( $defaults, $attributes, 'stream_room' );
	$post_id    = (int) get_the_ID();
	$room       = stream_room_resolve( $attributes['room'], $post_id );
	return stream_room_html( $post_id, $room, $attributes['title'], $attributes['height'], 'class="stream-room-call"' );
}

/**
 * The call. `$room` is a whole name, prefix and all; `$wrapper` are the attributes of the element around it, escaped.
 */
function stream_room_html( $post_id, $room, $title, $height, $wrapper ) {
	$relay = stream_room_setting( 'relay' );
	if ( '' === $relay ) {
		return sprintf( '<p %s>%s</p>', $wrapper, esc_html__( 'There will be a call here as soon as it is set up.', 'stream-room' ) );
	}
	$page = $relay . '/r/' . rawurlencode( $room );
	$link = sprintf( '<a href="%s">%s</a>', esc_url( $page ), esc_html( stream_room_link_text( $title ) ) );
	if ( is_feed() ) {
		return "<p>$link</p>";
	}
	wp_enqueue_script( 'stream-room' );
	$height     = stream_room_height( $height, stream_room_setting( 'height' ) );
	$attributes = array(
		'relay'          => $relay,
		'room'           => $room,
		'label'          => stream_room_label( $title, $post_id ),
		'lang'           => get_bloginfo( 'language' ),
		'theme'          => stream_room_setting( 'theme' ),
		// Somebody who only reads the post is not asked for a camera.
		'no-lobby'       => '',
		// Said here, since some optimise scripts by moving them elsewhere.
		'assets'         => plugins_url( 'assets/', STREAM_ROOM_FILE ),
		'token-url'      => stream_room_token_url( $post_id, $room ),
		'data-nonce-url' => admin_url( 'admin-ajax.php?action=rest-nonce' ),
		'style'          => "display:block;width:100%;height:min({$height}px,90vh)",
	);
	$text       = '';
	foreach ( $attributes as $name => $value ) {
		$text .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	// The link is there for whom the element is not: before the script, and without one.
	return sprintf( '<div %s><stream-room%s>%s</stream-room></div>', $wrapper, $text, $link );
}

function stream_room_link_text( $title ) {
	$title = is_string( $title ) ? trim( $title ) : '';
	if ( '' === $title ) {
		return __( 'Open the call', 'stream-room' );
	}
	/* translators: %s: title of the call */
	return sprintf( __( 'Open the call: %s', 'stream-room' ), $title );
}

/** What people see instead of the room's name: the title, else that of the post. */
function stream_room_label( $title, $post_id ) {
	$title = is_string( $title ) ? trim( $title ) : '';
	if ( '' === $title && $post_id > 0 ) {
		$title = get_post_field( 'post_title', $post_id );
	}
	$title = '' === $title ? get_bloginfo( 'name', 'raw' ) : $title;
	return trim( wp_html_excerpt( html_entity_decode( $title, ENT_QUOTES, 'UTF-8' ), 200 ) );
}
