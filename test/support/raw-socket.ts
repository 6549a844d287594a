/** WebSockets by hand, for what no library would send. Knows nothing of our protocol but its name. */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { SUBPROTOCOL } from 'stream-room/protocol/subprotocol';

/** The request of a browser; headers can be replaced, or left out with undefined. */
export function upgradeRequest(
  headers: Readonly<Record<string, string | readonly string[] | undefined>> = {},
  start = 'GET /socket HTTP/1.1',
): string {
  const all = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': SUBPROTOCOL,
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((each) => `${name}: ${each}\r\n`),
  );
  return `${start}\r\n${lines.join('')}\r\n`;
}

/** Connects and upgrades; what comes after the relay's answer is left in the socket. */
export async function openRaw(port: number): Promise<Socket> {
  const socket = createConnection(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(upgradeRequest());
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!answer.toString().startsWith('HTTP/1.1 101 ')) throw new Error(`The upgrade was answered with ${answer}`);
  return socket;
}

export interface UpgradeAnswer {
  /** Of HTTP; 101 where the upgrade was finished. */
  readonly status: number;
  /** The `error` of the body; '' where there is none. */
  readonly error: string;
  /** With which the socket was closed after the upgrade. */
  readonly closeCode: number | undefined;
  readonly text: string;
}

/** Asks for an upgrade and waits for its end: a refusal, or the close that follows it. */
export async function askUpgrade(
  port: number,
  headers: Readonly<Record<string, string | readonly string[] | undefined>> = {},
  start?: string,
): Promise<UpgradeAnswer> {
  const socket = createConnection(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(upgradeRequest(headers, start));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer);
    // A close that is not answered would be waited for.
    if (readAnswer(Buffer.concat(chunks)).closeCode !== undefined) break;
  }
  return readAnswer(Buffer.concat(chunks));
}

export function readAnswer(bytes: Buffer): UpgradeAnswer {
  const text = bytes.toString('latin1');
  const bodyAt = text.indexOf('\r\n\r\n') + 4;
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0);
  const [, error = ''] = (status === 101 ? null : /"error":"([\w-]+)"/.exec(text)) ?? [];
  return { status, error, closeCode: status === 101 ? closeCodeIn(bytes.subarray(bodyAt)) : undefined, text };
}

/** The code of the close frame among a server's frames; undefined where there is none, 1005 where it has none. */
export function closeCodeIn(frames: Buffer): number | undefined {
  for (let at = 0; at + 2 <= frames.length; ) {
    const [first = 0, short = 0] = frames.subarray(at, at + 2);
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    // The rest of it is still on its way.
    if (at + 2 + Math.max(extended, first === 0x88 ? short : 0) > frames.length) return undefined;
    const length =
      short < 126 ? short : short === 126 ? frames.readUInt16BE(at + 2) : Number(frames.readBigUInt64BE(at + 2));
    if (first === 0x88) return length >= 2 ? frames.readUInt16BE(at + 2) : 1005;
    at += 2 + extended + length;
  }
  return undefined;
}

/** A client's frame: first byte as given (0x82: a whole binary message), mask of zeros. */
export function maskedFrame(firstByte: number, payload: Uint8Array = new Uint8Array(0)): Buffer {
  const { byteLength } = payload;
  let header = Buffer.from([firstByte, 0x80 | byteLength]);
  if (byteLength > 0xffff) {
    header = Buffer.alloc(10);
    header.set([firstByte, 0xff]);
    header.writeBigUInt64BE(BigInt(byteLength), 2);
  } else if (byteLength > 125) {
    header = Buffer.from([firstByte, 0xfe, byteLength >> 8, byteLength & 0xff]);
  }
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}

/** Everything that still comes, until the other end closes. */
export async function untilEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  if (!socket.closed) await once(socket, 'close').catch(() => {});
  return Buffer.concat(chunks);
}
