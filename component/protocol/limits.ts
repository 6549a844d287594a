/** The sizes and counts that both ends refuse to exceed. Knows no message by name. */

/** Bytes of one binary packet, header included: a 1080p JPEG at high quality is about 400 KB. */
export const MAX_PACKET_BYTES = 1024 * 1024;
/** Bytes of one JSON control message (UTF-8). */
export const MAX_CONTROL_BYTES = 16 * 1024;
/** WebSocket fragments of one message: browsers split at 128 KiB, so 1 MiB comes in 9. */
export const MAX_FRAGMENTS = 32;

/** UTF-16 code units of a display name; a longer one is cut by the element and refused by the relay. */
export const MAX_NAME_LENGTH = 64;
/** UTF-16 code units of a room name. */
export const MAX_ROOM_LENGTH = 128;
/** Names of rooms with a secret start with it, other room names must not: they are derived, not chosen. */
export const ROOM_SECRET_MARK = '~';
/** Characters of a token: a JWT with all claims has about 500. */
export const MAX_TOKEN_LENGTH = 4_096;
/** UTF-16 code units of one chat message. */
export const MAX_CHAT_LENGTH = 4000;
/** UTF-8 bytes of one application message (`send`), as JSON. */
export const MAX_DATA_BYTES = 8 * 1024;
/** Chat messages that a late comer receives. */
export const MAX_CHAT_HISTORY = 200;
/** Tracks one participant may publish at a time: camera, screen, microphone, screen sound, and as much again. */
export const MAX_TRACKS_PER_PARTICIPANT = 8;
/** Pixels of a track's longer side; what a decoder here is asked to allocate for. */
export const MAX_FRAME_SIDE = 7680;

/** How often each end says that it is there. */
export const HEARTBEAT_INTERVAL_MS = 5_000;
/** Silence after which the other end is taken for gone: two missed heartbeats, and under the 12 s that we promise. */
export const HEARTBEAT_TIMEOUT_MS = 11_000;
/** How long a participant whose connection broke keeps its place, tracks and subscriptions. */
export const RESUME_WINDOW_MS = 30_000;
