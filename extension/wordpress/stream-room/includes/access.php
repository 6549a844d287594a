<?php
/**
 * Who may enter which room, and as what. Knows nothing of tokens, nor of requests.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

/** Whether whoever asks may read the post; 0 is the site itself, which everybody reads. */
function stream_room_may_read( $post_id ) {
	if ( 0 === $post_id ) {
		return true;
	}
	$post = get_post( $post_id );
	if ( ! $post ) {
		return false;
	}
	$is_readable = is_post_publicly_viewable( $post ) || current_user_can( 'read_post', $post_id );
	return $is_readable && ( ! post_password_required( $post ) || stream_room_may_edit( $post_id ) );
}

function stream_room_may_edit( $post_id ) {
	return 0 === $post_id ? current_user_can( 'edit_theme_options' ) : current_user_can( 'edit_post', $post_id );
}

/**
 * 'host', 'member', 'guest', or null for nobody.
 *
 * A post's own room belongs to whoever may edit that post, wherever else its link was put. A room that somebody named can be
 * shown in any post: writing one is not enough to be its host.
 */
function stream_room_role( $post_id, $room ) {
	$owner = stream_room_owner( $room );
	if ( ! stream_room_may_read( $post_id ) || ( null !== $owner && ! stream_room_may_read( $owner ) ) ) {
		return null;
	}
	if ( ! is_user_logged_in() ) {
		return 'guest';
	}
	$is_host = null === $owner
		? stream_room_may_edit( $post_id ) && current_user_can( 'edit_others_posts' )
		: stream_room_may_edit( $owner );
	return $is_host ? 'host' : 'member';
}
