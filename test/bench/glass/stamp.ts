/**
 * An instant written into a picture as a row of black and white squares, large enough to survive lossy coding, and read
 * back from any size of the picture. Knows nothing of canvases or clocks.
 */

/** 32 bits of time and 8 to check them by. */
export const STAMP_SQUARES = 40;
const TIME_BITS = 32;

/** Tenths of a millisecond, modulo 2^32 (about five days): what fits into the picture. */
export type Stamp = number;

export const stampOf = (milliseconds: number): Stamp => Math.round(milliseconds * 10) % 2 ** TIME_BITS;

/** Milliseconds from one stamp to a later one. */
export const stampAgeMs = (from: Stamp, to: Stamp): number => ((to - from + 2 ** TIME_BITS) % 2 ** TIME_BITS) / 10;

/** Side of one square in a picture of this width: 16 pixels at 640, a whole block of every codec. Fractions where scaled. */
export const squareSide = (width: number): number => width / STAMP_SQUARES;

/** Light (true) or dark, from left to right. */
export function stampSquares(stamp: Stamp): boolean[] {
  const bits = Array.from({ length: TIME_BITS }, (_, i) => ((stamp >>> (TIME_BITS - 1 - i)) & 1) === 1);
  const check = checksum(stamp);
  return [...bits, ...Array.from({ length: STAMP_SQUARES - TIME_BITS }, (_, i) => ((check >>> (7 - i)) & 1) === 1)];
}

/**
 * Reads RGBA pixels, one per square. Undefined where they are no stamp: a picture not yet painted, or one torn or
 * blurred.
 */
export function readStamp(pixels: ArrayLike<number>): Stamp | undefined {
  if (pixels.length < STAMP_SQUARES * 4) return undefined;
  let stamp = 0;
  let check = 0;
  for (let i = 0; i < STAMP_SQUARES; i++) {
    const bit = (pixels[i * 4 + 1] ?? 0) > 127 ? 1 : 0;
    if (i < TIME_BITS) stamp = ((stamp << 1) | bit) >>> 0;
    else check = (check << 1) | bit;
  }
  return check === checksum(stamp) ? stamp : undefined;
}

/** CRC-8 (polynomial 0x07), inverted so that an all-black picture is no stamp. */
function checksum(stamp: Stamp): number {
  let crc = 0;
  for (let shift = 24; shift >= 0; shift -= 8) {
    crc ^= (stamp >>> shift) & 0xff;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80 ? (crc << 1) ^ 0x07 : crc << 1) & 0xff;
  }
  return crc ^ 0xff;
}
