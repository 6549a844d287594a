<?php
/**
 * Tokens as relays read them: JWTs with HS256. Knows nothing of WordPress's users.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

// Seconds that a token holds. Relays ask for the next one a minute before: much shorter, and they would ask all the time.
defined( 'STREAM_ROOM_TOKEN_SECONDS' ) || define( 'STREAM_ROOM_TOKEN_SECONDS', 180 );

/** Characters (UTF-16) of a name, as relays count. */
const STREAM_ROOM_MAX_NAME = 64;

/** `$claims` are sub, room, role and, where it is known, name. */
function stream_room_sign( $claims, $issuer, $audience, $secret ) {
	$now    = time();
	$header = array(
		'alg' => 'HS256',
		'typ' => 'sr+jwt',
	);
	$body   = array(
		'iss' => $issuer,
		'aud' => $audience,
		'iat' => $now,
		'nbf' => $now,
		'exp' => $now + STREAM_ROOM_TOKEN_SECONDS,
		'jti' => wp_generate_uuid4(),
	);
	$text   = stream_room_base64url( wp_json_encode( $header ) ) . '.' . stream_room_base64url( wp_json_encode( $body + $claims ) );
	return $text . '.' . stream_room_base64url( hash_hmac( 'sha256', $text, $secret, true ) );
}

function stream_room_base64url( $bytes ) {
	return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
}

/** One line without invisible marks, cut to what relays take; an empty string where nothing is left. */
function stream_room_clean_person( $name ) {
	$line = preg_replace( '/[\p{Cc}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}\s]+/u', ' ', wp_check_invalid_utf8( $name, true ) );
	preg_match_all( '/./us', trim( (string) $line ), $characters );
	$cut    = '';
	$length = 0;
	foreach ( $characters[0] as $character ) {
		$length += 4 === strlen( $character ) ? 2 : 1;
		if ( $length > STREAM_ROOM_MAX_NAME ) {
			break;
		}
		$cut .= $character;
	}
	return trim( $cut );
}
