/** The WebSocket subprotocol that names our version (RFC 6455 section 1.9). Knows nothing of what is said over it. */

export const SUBPROTOCOL = 'stream-room.v1';

/** Path of the socket below the relay's base address. */
export const SOCKET_PATH = 'socket';
