<?php
/**
 * Settings → Stream Room, the link to it in the list of plugins, and the text for the privacy policy. Shows that there is a
 * secret, never the secret.
 *
 * @package StreamRoom
 */

defined( 'ABSPATH' ) || exit;

require __DIR__ . '/settings-fields.php';

function stream_room_add_settings_page() {
	$title = __( 'Stream Room', 'stream-room' );
	add_options_page( $title, $title, 'manage_options', 'stream-room', 'stream_room_print_settings_page' );
}

function stream_room_add_settings_link( $links ) {
	$url = admin_url( 'options-general.php?page=stream-room' );
	array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( $url ), esc_html__( 'Settings', 'stream-room' ) ) );
	return $links;
}

function stream_room_register_settings() {
	register_setting(
		'stream_room',
		'stream_room',
		array(
			'type'              => 'array',
			'sanitize_callback' => 'stream_room_sanitize_settings',
			'show_in_rest'      => false,
		)
	);
	register_setting(
		'stream_room',
		'stream_room_secret',
		array(
			'type'              => 'string',
			'sanitize_callback' => 'stream_room_sanitize_secret',
			'show_in_rest'      => false,
		)
	);
	// Before WordPress would make it an option that every page loads.
	add_option( 'stream_room_secret', '', '', 'no' );
	stream_room_add_fields();
}

/** What is right is kept, what is wrong stays as it was, with a sentence for each. */
function stream_room_sanitize_settings( $given ) {
	$stored = get_option( 'stream_room' );
	$kept   = array();
	foreach ( stream_room_defaults() as $name => $fallback ) {
		$before = is_array( $stored ) && isset( $stored[ $name ] ) ? $stored[ $name ] : $fallback;
		// A field that a constant has taken over is not sent.
		$checked = is_array( $given ) && isset( $given[ $name ] ) ? stream_room_check_setting( $name, $given[ $name ] ) : $before;
		if ( is_wp_error( $checked ) ) {
			add_settings_error( 'stream_room', $checked->get_error_code(), $checked->get_error_message() );
			$checked = $before;
		}
		$kept[ $name ] = $checked;
	}
	return $kept;
}

/** Empty keeps the one that is there; the box beside it takes it away. */
function stream_room_sanitize_secret( $given ) {
	$stored = (string) get_option( 'stream_room_secret', '' );
	// options.php has checked nonce and capability.
	if ( isset( $_POST['stream_room_forget_secret'] ) ) { // phpcs:ignore WordPress.Security.NonceVerification.Missing
		return '';
	}
	$given = is_string( $given ) ? trim( $given ) : '';
	if ( '' === $given || $given === $stored ) {
		return $stored;
	}
	if ( strlen( $given ) < STREAM_ROOM_MIN_SECRET || strlen( $given ) > 1000 ) {
		add_settings_error(
			'stream_room',
			'stream_room_secret',
			/* translators: %d: a number of characters */
			sprintf( __( 'The secret needs at least %d characters. It was not saved.', 'stream-room' ), STREAM_ROOM_MIN_SECRET )
		);
		return $stored;
	}
	return $given;
}

function stream_room_print_settings_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1>';
	if ( 0 === strpos( home_url(), 'http://' ) && ! preg_match( '#^http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)#', home_url() ) ) {
		printf(
			'<div class="notice notice-warning"><p>%s</p></div>',
			esc_html__( 'This site’s address begins with http://. Browsers give camera and microphone to https:// pages only, so nobody will be able to join.', 'stream-room' )
		);
	}
	printf(
		'<p>%s</p>',
		esc_html__( 'A live call in any post: add the block “Stream Room call”, the shortcode [stream_room], or paste a link to a room of your relay on a line of its own.', 'stream-room' )
	);
	echo '<form action="options.php" method="post">';
	settings_fields( 'stream_room' );
	do_settings_sections( 'stream-room' );
	submit_button();
	echo '</form></div>';
}

function stream_room_enqueue_settings_script( $page ) {
	if ( 'settings_page_stream-room' !== $page ) {
		return;
	}
	wp_enqueue_script( 'stream-room-settings', plugins_url( 'assets/settings.js', STREAM_ROOM_FILE ), array(), STREAM_ROOM_VERSION, true );
	$facts = array(
		'url'     => admin_url( 'admin-ajax.php' ),
		'nonce'   => wp_create_nonce( 'stream_room_test' ),
		/* translators: %s: the site's address */
		'origins' => sprintf( __( 'The relay is there, but does not let pages of this site in. Start it with --origins %s.', 'stream-room' ), stream_room_origin() ),
		'texts'   => array(
			'testing'     => __( 'Testing …', 'stream-room' ),
			'unreachable' => __( 'No relay answers at this address. Check the address, and that the relay runs.', 'stream-room' ),
			'token'       => __( 'Connected. Visitors come in with a token of this site.', 'stream-room' ),
			'open'        => __( 'Connected. There is no secret: everybody comes in without a name, and nobody is a host.', 'stream-room' ),
			/* translators: %s: what the relay said, in English */
			'refused'     => __( 'The relay refuses this site: %s', 'stream-room' ),
			'secret'      => __( 'The relay wants tokens. Enter the secret that it has.', 'stream-room' ),
			'failed'      => __( 'The test itself failed. Reload the page and try again.', 'stream-room' ),
		),
	);
	wp_add_inline_script( 'stream-room-settings', 'window.streamRoomSettings = ' . wp_json_encode( $facts, JSON_HEX_TAG | JSON_HEX_AMP ) . ';', 'before' );
}

/** As browsers say where a page is from. */
function stream_room_origin() {
	$parts = wp_parse_url( home_url() );
	return $parts['scheme'] . '://' . $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
}

/** A token for the button "Test connection", made of what stands in the form, saved or not. */
function stream_room_answer_test() {
	if ( ! current_user_can( 'manage_options' ) || ! check_ajax_referer( 'stream_room_test', 'nonce', false ) ) {
		wp_send_json_error( array( 'message' => __( 'Reload the page and try again.', 'stream-room' ) ), 403 );
	}
	$checked = array();
	foreach ( array( 'relay', 'issuer', 'audience', 'prefix' ) as $name ) {
		$given            = isset( $_POST[ $name ] ) ? sanitize_text_field( wp_unslash( $_POST[ $name ] ) ) : stream_room_setting( $name );
		$checked[ $name ] = '' === stream_room_constant_of( $name ) ? stream_room_check_setting( $name, $given ) : stream_room_setting( $name );
		if ( is_wp_error( $checked[ $name ] ) ) {
			wp_send_json_error( array( 'message' => $checked[ $name ]->get_error_message() ), 400 );
		}
	}
	if ( '' === $checked['relay'] ) {
		wp_send_json_error( array( 'message' => __( 'Enter the relay’s address first.', 'stream-room' ) ), 400 );
	}
	// A secret has characters that cleaning would take away; it only ever becomes a key.
	$typed  = isset( $_POST['secret'] ) && is_string( $_POST['secret'] ) ? trim( wp_unslash( $_POST['secret'] ) ) : ''; // phpcs:ignore WordPress.Security.ValidatedSanitizedInput
	$secret = '' === $typed || '' !== stream_room_constant_of( 'secret' ) ? stream_room_secret() : $typed;
	$claims = array(
		'sub'  => 'wp-test-' . get_current_user_id(),
		'room' => $checked['prefix'] . 'test-' . wp_generate_password( 12, false ),
		'role' => 'guest',
	);
	$token  = '' === $secret ? null : stream_room_sign( $claims, $checked['issuer'], $checked['audience'], $secret );
	wp_send_json_success(
		array(
			'relay' => $checked['relay'],
			'token' => $token,
		)
	);
}

function stream_room_add_privacy_text() {
	$relay = stream_room_setting( 'relay' );
	$host  = '' === $relay ? 'relay.example.com' : (string) wp_parse_url( $relay, PHP_URL_HOST );
	$text  = '<p>' . esc_html(
		/* translators: %s: host name of the relay */
		sprintf( __( 'Some pages of this site offer a live call. Nothing is sent until you press Join. From then on, picture, sound and messages travel through our server %s to the other people in the call. That server learns your IP address and the name under which you join; it stores no pictures and no sound.', 'stream-room' ), $host )
	) . '</p><p>' . esc_html__( 'If you are logged in to this site, your display name and a number that stands for your account go along, so that the others see who you are.', 'stream-room' ) . '</p>';
	wp_add_privacy_policy_content( 'Stream Room', $text );
}
