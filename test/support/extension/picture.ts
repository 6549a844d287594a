/** What an X server without a monitor shows, from the file in which it keeps it (XWD): pixel by pixel, or as PNG. Pure. */
import { crc32, deflateSync } from 'node:zlib';

/** Words of the XWD header that matter here, all big-endian. */
const WORDS = { headerSize: 0, width: 4, height: 5, bitsPerPixel: 11, bytesPerLine: 12, colours: 19 } as const;
const COLOUR_BYTES = 12;

/** Of a row or column, in pixels; `to` is the first one that is no longer in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export class Picture {
  readonly width: number;
  readonly height: number;
  readonly #file: Buffer;
  readonly #start: number;
  readonly #line: number;

  constructor(file: Buffer) {
    const word = (name: keyof typeof WORDS) => file.readUInt32BE(WORDS[name] * 4);
    if (word('bitsPerPixel') !== 32) throw new Error(`A pixel has ${word('bitsPerPixel')} bits, and not 32.`);
    this.width = word('width');
    this.height = word('height');
    this.#file = file;
    this.#start = word('headerSize') + word('colours') * COLOUR_BYTES;
    this.#line = word('bytesPerLine');
  }

  /** 0xrrggbb */
  at(x: number, y: number): number {
    // Blue comes first, and the last of the four bytes means nothing.
    return this.#file.readUInt32LE(this.#start + y * this.#line + x * 4) & 0xffffff;
  }

  /** Where that row has such a colour without a break. */
  row(y: number, isSuch: (colour: number) => boolean): readonly Span[] {
    return spans(this.width, (x) => isSuch(this.at(x, y)));
  }

  /** The same for a column. */
  column(x: number, isSuch: (colour: number) => boolean): readonly Span[] {
    return spans(this.height, (y) => isSuch(this.at(x, y)));
  }

  png(): Uint8Array {
    const { width, height } = this;
    // Each row begins with its filter: none.
    const rows = Buffer.alloc(height * (1 + width * 3));
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) rows.writeUIntBE(this.at(x, y), y * (1 + width * 3) + 1 + x * 3, 3);
    }
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    // Eight bits each of red, green and blue.
    head.set([8, 2, 0, 0, 0], 8);
    return Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(rows, { level: 1 })),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
}

function spans(length: number, isInside: (at: number) => boolean): readonly Span[] {
  const found: Span[] = [];
  let from: number | undefined;
  for (let at = 0; at <= length; at++) {
    const isIn = at < length && isInside(at);
    if (isIn) from ??= at;
    else if (from !== undefined) {
      found.push({ from, to: at });
      from = undefined;
    }
  }
  return found;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
