/** The WebSocket subprotocol that names our version (RFC 6455 section 1.9). Knows nothing of what is said over it. */

export const SUBPROTOCOL = 'stream-room.v1';

/**
 * A token travels as a second subprotocol that is offered: this prefix, then the JWT, whose alphabet is legal there
 * (RFC 6455 section 4.1). The relay never chooses it. Not in the URL, which ends in logs and histories.
 */
export const TOKEN_PROTOCOL_PREFIX = 'stream-room.token.';

/** Path of the socket below the relay's base address. */
export const SOCKET_PATH = 'socket';
