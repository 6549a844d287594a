/** What is sent to every relay alike. Knows nothing of what it is wrapped in above WebSocket. */
import { randomBytes } from 'node:crypto';
import { FRAME_BYTES, TEXT_CHARACTERS } from './frame-size.ts';
import { maskedFrame, OPCODE } from './websocket-wire.ts';

/** As a client sends it. */
export const text = (value: string) => maskedFrame(OPCODE.text, Buffer.from(value));

/** Alike in size for all, and not compressible, as pictures are. */
export const picture = () => randomBytes(FRAME_BYTES);

/** Two lines of a chat. */
export const SENTENCE = randomBytes(TEXT_CHARACTERS / 2).toString('hex');
