/**
 * What the values in control messages are made of: names, numbers, ids. Both ends check with them. Knows nothing of
 * messages.
 */
import * as v from 'valibot';
import { MAX_FRAME_SIDE, MAX_NAME_LENGTH, MAX_ROOM_LENGTH } from './limits.ts';
import { UNPRINTABLE } from './text.ts';

export const printable = (maxLength: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(maxLength),
    v.check((text) => !UNPRINTABLE.test(text), 'contains control characters'),
    v.check((text) => text.trim() === text, 'starts or ends with white space'),
  );

export const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
export const finite = v.pipe(v.number(), v.finite());
export const requestId = uint32;
export const frameSide = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_FRAME_SIDE));
export const framesPerSecond = v.pipe(v.number(), v.minValue(0), v.maxValue(240));
export const codec = v.pipe(v.string(), v.maxLength(64), v.regex(/^[\w.-]*$/));
/** Names that a version does not know are of no use to it, and do no harm. */
export const codecFamilies = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,16}$/))), v.maxLength(16));
/** 128 bits or more, base64url. */
export const opaqueId = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));
/** 256 random bits, base64url without padding. The relay derives the participant id from it, and never repeats it. */
export const participantSecret = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

export const RoomName = printable(MAX_ROOM_LENGTH);
export const DisplayName = printable(MAX_NAME_LENGTH);
