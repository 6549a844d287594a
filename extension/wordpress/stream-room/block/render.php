<?php
/**
 * The block's part of a page. Of what an author may write into a block, only room, title and height count.
 *
 * @var array    $attributes
 * @var WP_Block $block
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

$stream_room_post = (int) ( $block->context['postId'] ?? get_the_ID() );
$stream_room_name = stream_room_resolve( $attributes['room'] ?? '', $stream_room_post );

// Every part of it is escaped where it is put together.
echo stream_room_html( // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped
	$stream_room_post,
	$stream_room_name,
	$attributes['title'] ?? '',
	$attributes['height'] ?? '',
	get_block_wrapper_attributes()
);
