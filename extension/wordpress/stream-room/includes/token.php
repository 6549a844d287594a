<?php
/**
 * Tokens for whoever looks at a page with a call, asked for when they join: POST stream-room/v1/token. Nothing of it is in
 * the page. Without a nonce WordPress takes everybody for a visitor, and so do we.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

/** Where the element of this room asks. The ticket keeps it to rooms that this site has shown. */
function stream_room_token_url( $post_id, $room ) {
	$query = array(
		'post'   => $post_id,
		'room'   => rawurlencode( $room ),
		'ticket' => stream_room_ticket( $post_id, $room ),
	);
	return add_query_arg( $query, rest_url( 'stream-room/v1/token' ) );
}

function stream_room_register_token_route() {
	register_rest_route(
		'stream-room/v1',
		'/token',
		array(
			'methods'             => 'POST',
			'callback'            => 'stream_room_answer_token',
			'permission_callback' => 'stream_room_permit_token',
			'show_in_index'       => false,
			'args'                => array(
				'post'   => array(
					'type'     => 'integer',
					'required' => true,
					'minimum'  => 0,
				),
				'room'   => array(
					'type'     => 'string',
					'required' => true,
					'pattern'  => '^[A-Za-z0-9_-]{1,64}$',
				),
				'ticket' => array(
					'type'     => 'string',
					'required' => true,
					'pattern'  => '^[0-9a-f]{32}$',
				),
				// Made up by the page, so that a visitor stays the same one while the call lasts.
				'guest'  => array(
					'type'    => 'string',
					'pattern' => '^[A-Za-z0-9-]{0,64}$',
				),
			),
		)
	);
}

/** Runs on what was not checked yet, too: WordPress asks here what methods to name. */
function stream_room_permit_token( $request ) {
	// From the address alone: a body has no say in what the ticket is for.
	$query  = $request->get_query_params();
	$post   = $query['post'] ?? '';
	$room   = $query['room'] ?? '';
	$ticket = $query['ticket'] ?? '';
	// A number once WordPress has checked it, before that whatever was sent.
	$post = is_int( $post ) ? (string) $post : $post;
	if ( ! is_string( $post ) || ! ctype_digit( $post ) || ! is_string( $room ) || ! is_string( $ticket )
		|| ! hash_equals( stream_room_ticket( (int) $post, $room ), $ticket ) ) {
		return new WP_Error(
			'stream_room_ticket',
			__( 'This site has not shown this call here. Reload the page.', 'stream-room' ),
			array( 'status' => 403 )
		);
	}
	$role = stream_room_role( (int) $post, $room );
	if ( null === $role ) {
		return new WP_Error( 'stream_room_post', __( 'You may not see the page of this call.', 'stream-room' ), array( 'status' => 403 ) );
	}
	if ( 'guest' === $role && 'yes' !== stream_room_setting( 'guests' ) ) {
		return new WP_Error( 'stream_room_login', __( 'Log in to this site to join the call.', 'stream-room' ), array( 'status' => 401 ) );
	}
	return true;
}

/**
 * { token, name }: the name is empty for visitors. The token is null where this site and its relay share no secret: everybody
 * comes as a guest then.
 */
function stream_room_answer_token( $request ) {
	nocache_headers();
	$query  = $request->get_query_params();
	$secret = stream_room_secret();
	$person = stream_room_person( $request['guest'] );
	$token  = null;
	if ( '' !== $secret ) {
		$claims = $person + array(
			'room' => $query['room'],
			'role' => stream_room_role( (int) $query['post'], $query['room'] ),
		);
		$token  = stream_room_sign( $claims, stream_room_setting( 'issuer' ), stream_room_setting( 'audience' ), $secret );
	}
	$response = new WP_REST_Response(
		array(
			'token' => $token,
			'name'  => $person['name'] ?? '',
		)
	);
	$response->header( 'Cache-Control', 'no-store' );
	return $response;
}

/** Subject and name of whoever asks. */
function stream_room_person( $guest ) {
	$user = wp_get_current_user();
	if ( ! $user->exists() ) {
		return array( 'sub' => 'guest-' . ( is_string( $guest ) && '' !== $guest ? $guest : wp_generate_uuid4() ) );
	}
	$name   = stream_room_clean_person( $user->display_name );
	$person = array( 'sub' => 'wp-' . get_current_blog_id() . '-' . $user->ID );
	return '' === $name ? $person : $person + array( 'name' => $name );
}
