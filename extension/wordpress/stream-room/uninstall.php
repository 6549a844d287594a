<?php
/**
 * Takes away everything that the plugin has stored, on every site of a network. Runs when somebody deletes the plugin.
 *
 * @package StreamRoom
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Of one site. The posts keep their blocks: they are the authors'. */
function stream_room_forget_site() {
	foreach ( array( 'stream_room', 'stream_room_secret', 'stream_room_key' ) as $stream_room_option ) {
		delete_option( $stream_room_option );
	}
}

if ( is_multisite() ) {
	$stream_room_sites = get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	);
	foreach ( $stream_room_sites as $stream_room_site ) {
		switch_to_blog( $stream_room_site );
		stream_room_forget_site();
		restore_current_blog();
	}
} else {
	stream_room_forget_site();
}
