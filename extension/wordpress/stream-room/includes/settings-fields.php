<?php
/**
 * The fields of the settings page: what each is called, what it looks like and what is said about it.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

function stream_room_add_fields() {
	$sections = array(
		'relay'  => __( 'Relay', 'stream-room' ),
		'people' => __( 'Who comes in', 'stream-room' ),
		'look'   => __( 'Appearance', 'stream-room' ),
		'shared' => __( 'Shared relay', 'stream-room' ),
	);
	foreach ( $sections as $id => $title ) {
		add_settings_section( "stream_room_$id", $title, 'stream_room_print_section', 'stream-room' );
	}
	$fields = array(
		'relay'    => array( 'relay', __( 'Address', 'stream-room' ) ),
		'secret'   => array( 'people', __( 'Secret', 'stream-room' ) ),
		'guests'   => array( 'people', __( 'Visitors', 'stream-room' ) ),
		'height'   => array( 'look', __( 'Height', 'stream-room' ) ),
		'theme'    => array( 'look', __( 'Colours', 'stream-room' ) ),
		'prefix'   => array( 'shared', __( 'Room prefix', 'stream-room' ) ),
		'issuer'   => array( 'shared', __( 'Issuer', 'stream-room' ) ),
		'audience' => array( 'shared', __( 'Audience', 'stream-room' ) ),
	);
	foreach ( $fields as $name => list( $section, $label ) ) {
		$arguments = array(
			'name'      => $name,
			'label_for' => "stream-room-$name",
		);
		add_settings_field( "stream_room_$name", $label, 'stream_room_print_field', 'stream-room', "stream_room_$section", $arguments );
	}
}

function stream_room_print_section( $section ) {
	$texts = array(
		'stream_room_relay'  => __( 'The server that your calls run through. Authors cannot choose another one.', 'stream-room' ),
		'stream_room_people' => __( 'With a secret that only this site and the relay know, this site vouches for its visitors: people who are logged in come under their own name, and whoever may edit a post is the host of its call.', 'stream-room' ),
		'stream_room_look'   => __( 'For calls that say nothing else.', 'stream-room' ),
		'stream_room_shared' => __( 'Only for a relay that several sites use. Leave it as it is otherwise.', 'stream-room' ),
	);
	printf( '<p>%s</p>', esc_html( $texts[ $section['id'] ] ) );
}

function stream_room_print_field( $arguments ) {
	$name     = $arguments['name'];
	$constant = stream_room_constant_of( $name );
	if ( 'secret' === $name ) {
		stream_room_print_secret( $constant );
	} elseif ( 'relay' === $name ) {
		stream_room_print_input( $name, 'url', $constant, 'class="regular-text code" placeholder="https://relay.example.com"' );
		printf( ' <button type="button" class="button" id="stream-room-test">%s</button>', esc_html__( 'Test connection', 'stream-room' ) );
		echo '<p id="stream-room-test-result" role="status"></p>';
	} elseif ( 'height' === $name ) {
		$limits = sprintf( 'class="small-text" min="%d" max="%d" step="10"', STREAM_ROOM_MIN_HEIGHT, STREAM_ROOM_MAX_HEIGHT );
		stream_room_print_input( $name, 'number', $constant, $limits );
		echo ' px';
	} elseif ( 'guests' === $name || 'theme' === $name ) {
		stream_room_print_choice( $name );
	} else {
		stream_room_print_input( $name, 'text', $constant, 'class="regular-text code"' );
	}
	if ( '' !== $constant ) {
		/* translators: %s: name of a PHP constant */
		$note = sprintf( __( '%s in wp-config.php sets this.', 'stream-room' ), $constant );
	} else {
		$note = stream_room_field_notes()[ $name ] ?? '';
	}
	if ( '' !== $note ) {
		printf(
			'<p class="description" id="stream-room-%s-note">%s</p>',
			esc_attr( $name ),
			stream_room_with_code( $note ) // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped
		);
	}
}

/** Escaped, and what is to be copied into a command looks like it, in every language. */
function stream_room_with_code( $note ) {
	$flag = esc_html( '--origins ' . stream_room_origin() );
	return str_replace( $flag, "<code>$flag</code>", esc_html( $note ) );
}

function stream_room_field_notes() {
	return array(
		/* translators: %s: the site's address */
		'relay'    => sprintf( __( 'Tell the relay that pages of this site may connect: --origins %s', 'stream-room' ), stream_room_origin() ),
		'secret'   => '' === stream_room_secret()
			? __( 'The same as on the relay, at least 32 characters. It is never shown again.', 'stream-room' )
			: __( 'A secret is saved. Leave this empty to keep it.', 'stream-room' ),
		'guests'   => __( 'People who are not logged in and see the page of a call.', 'stream-room' ),
		'prefix'   => __( 'Where the relay keeps this site to some rooms: what their names begin with. Else empty.', 'stream-room' ),
		'issuer'   => __( 'Who vouches, as the relay knows it. Usually the address of this site.', 'stream-room' ),
		'audience' => __( 'For whom, as the relay is called. Usually stream-room.', 'stream-room' ),
	);
}

function stream_room_print_input( $name, $type, $constant, $more ) {
	printf(
		'<input type="%s" id="stream-room-%s" name="stream_room[%s]" value="%s" aria-describedby="stream-room-%s-note" %s%s>',
		esc_attr( $type ),
		esc_attr( $name ),
		esc_attr( $name ),
		esc_attr( stream_room_setting( $name ) ),
		esc_attr( $name ),
		// Written in this file, attribute by attribute.
		$more, // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped
		'' === $constant ? '' : ' disabled'
	);
}

function stream_room_print_choice( $name ) {
	$choices = array(
		'guests' => array(
			'yes' => __( 'Join as guests', 'stream-room' ),
			'no'  => __( 'Have to log in first (needs a secret)', 'stream-room' ),
		),
		'theme'  => array(
			'auto'  => __( 'As the visitor’s system has it', 'stream-room' ),
			'light' => __( 'Light', 'stream-room' ),
			'dark'  => __( 'Dark', 'stream-room' ),
		),
	);
	printf( '<select id="stream-room-%s" name="stream_room[%s]" aria-describedby="stream-room-%s-note">', esc_attr( $name ), esc_attr( $name ), esc_attr( $name ) );
	foreach ( $choices[ $name ] as $value => $label ) {
		$is_chosen = selected( stream_room_setting( $name ), $value, false );
		printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), $is_chosen, esc_html( $label ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped
	}
	echo '</select>';
}

/** Can be written, and removed; not read. */
function stream_room_print_secret( $constant ) {
	$has_secret = '' !== stream_room_secret();
	printf(
		'<input type="password" id="stream-room-secret" name="stream_room_secret" value="" class="regular-text code" autocomplete="new-password" spellcheck="false" aria-describedby="stream-room-secret-note" placeholder="%s"%s>',
		$has_secret ? '••••••••••••••••' : '',
		'' === $constant ? '' : ' disabled'
	);
	if ( $has_secret && '' === $constant ) {
		printf(
			'<p><label><input type="checkbox" name="stream_room_forget_secret" value="1"> %s</label></p>',
			esc_html__( 'Remove the secret', 'stream-room' )
		);
	}
}
