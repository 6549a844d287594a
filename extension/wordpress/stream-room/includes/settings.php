<?php
/**
 * What the administrator has set, with wp-config.php before the database, and what may be set. Knows nothing of pages.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

/** Bytes of a secret: as many as its hash gives; relays refuse shorter ones. */
const STREAM_ROOM_MIN_SECRET = 32;

const STREAM_ROOM_MIN_HEIGHT = 240;
const STREAM_ROOM_MAX_HEIGHT = 2000;

/** Settings of which a constant in wp-config.php wins over the database. */
const STREAM_ROOM_CONSTANTS = array(
	'relay'    => 'STREAM_ROOM_RELAY',
	'issuer'   => 'STREAM_ROOM_ISSUER',
	'audience' => 'STREAM_ROOM_AUDIENCE',
	'prefix'   => 'STREAM_ROOM_PREFIX',
	'secret'   => 'STREAM_ROOM_SECRET',
);

/** Everything but the secret. */
function stream_room_defaults() {
	return array(
		'relay'    => '',
		'issuer'   => home_url(),
		'audience' => 'stream-room',
		'prefix'   => '',
		'guests'   => 'yes',
		'height'   => 600,
		'theme'    => 'auto',
	);
}

/** Name of the constant that sets this, or an empty string. */
function stream_room_constant_of( $name ) {
	$constant = STREAM_ROOM_CONSTANTS[ $name ] ?? '';
	return '' !== $constant && defined( $constant ) ? $constant : '';
}

/** One setting as it holds now; never anything that was not checked. */
function stream_room_setting( $name ) {
	$defaults = stream_room_defaults();
	$constant = stream_room_constant_of( $name );
	$stored   = get_option( 'stream_room' );
	$value    = is_array( $stored ) && isset( $stored[ $name ] ) ? $stored[ $name ] : $defaults[ $name ];
	if ( '' !== $constant ) {
		$value = constant( $constant );
	}
	$checked = stream_room_check_setting( $name, $value );
	return is_wp_error( $checked ) ? $defaults[ $name ] : $checked;
}

/** The secret that relay and site share; an empty string where there is none. */
function stream_room_secret() {
	$secret = defined( 'STREAM_ROOM_SECRET' ) ? STREAM_ROOM_SECRET : get_option( 'stream_room_secret', '' );
	return is_string( $secret ) && strlen( $secret ) >= STREAM_ROOM_MIN_SECRET ? $secret : '';
}

/** The value as it is kept, or a WP_Error whose sentence says what is wrong with it. */
function stream_room_check_setting( $name, $value ) {
	if ( 'height' === $name ) {
		return stream_room_height( $value, 600 );
	}
	$value = is_string( $value ) ? trim( $value ) : '';
	switch ( $name ) {
		case 'relay':
			return stream_room_check_relay( $value );
		case 'issuer':
		case 'audience':
			if ( '' === $value ) {
				return stream_room_defaults()[ $name ];
			}
			return preg_match( '/^[\x21-\x7e]{1,200}$/', $value ) ? $value : new WP_Error(
				'stream_room_' . $name,
				__( 'Issuer and audience are texts of at most 200 characters, without spaces.', 'stream-room' )
			);
		case 'prefix':
			return preg_match( '/^[A-Za-z0-9_-]{0,20}$/', $value ) ? $value : new WP_Error(
				'stream_room_prefix',
				__( 'The prefix has at most 20 letters, digits, hyphens and underscores.', 'stream-room' )
			);
		case 'guests':
			return 'no' === $value ? 'no' : 'yes';
		case 'theme':
			return in_array( $value, array( 'light', 'dark' ), true ) ? $value : 'auto';
	}
	return new WP_Error( 'stream_room_unknown', 'Unknown setting.' );
}

/** Pixels between the limits; the fallback for what is no number. */
function stream_room_height( $value, $fallback ) {
	if ( ! is_numeric( $value ) || (int) $value <= 0 ) {
		return $fallback;
	}
	return max( STREAM_ROOM_MIN_HEIGHT, min( STREAM_ROOM_MAX_HEIGHT, (int) $value ) );
}

/** Base address of a relay without a slash at its end: https, or this machine. */
function stream_room_check_relay( $value ) {
	if ( '' === $value ) {
		return '';
	}
	// As people copy it: without a scheme, or as a socket's address.
	$address = preg_match( '#^[a-z][a-z0-9+.-]*://#i', $value ) ? $value : 'https://' . $value;
	$address = preg_replace( array( '#^wss://#i', '#^ws://#i' ), array( 'https://', 'http://' ), $address );
	$parts   = wp_parse_url( $address );
	$scheme  = is_array( $parts ) ? strtolower( $parts['scheme'] ?? '' ) : '';
	$host    = is_array( $parts ) ? strtolower( $parts['host'] ?? '' ) : '';
	$path    = is_array( $parts ) ? rtrim( $parts['path'] ?? '', '/' ) : '';
	$is_name = preg_match( '/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.?)+$|^\[[0-9a-f:.]+\]$/', $host );
	if ( ! $is_name || isset( $parts['user'] ) || ! preg_match( '#^(/[A-Za-z0-9._~-]+)*$#', $path ) ) {
		return new WP_Error(
			'stream_room_relay',
			/* translators: %s: an address, as an example */
			sprintf( __( 'This is no address of a relay. It looks like %s.', 'stream-room' ), 'https://relay.example.com' )
		);
	}
	$is_local = in_array( $host, array( 'localhost', '127.0.0.1', '[::1]' ), true );
	if ( 'https' !== $scheme && ! ( 'http' === $scheme && $is_local ) ) {
		return new WP_Error(
			'stream_room_relay',
			__( 'The relay’s address must begin with https://: browsers give camera and microphone to secure connections only.', 'stream-room' )
		);
	}
	return $scheme . '://' . $host . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' ) . $path;
}
