/** How large the frames and texts are that every relay forwards. Knows no protocol. */

/** A JPEG at 640×480, or a keyframe. Our packet header is within, a WebSocket header is not. */
export const FRAME_BYTES = 20 * 1024;

/** FRAME_BYTES behind a server's WebSocket header: what our relay writes, and so what raw TCP has to move. */
export const RAW_FRAME_BYTES = FRAME_BYTES + 4;

/** Of a text that is said. */
export const TEXT_CHARACTERS = 200;
