/** WebSockets by hand, for what no library would send. Knows nothing of our protocol but its name. */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { SUBPROTOCOL } from 'stream-room/protocol/subprotocol';

/** The request of a browser; headers can be replaced, or left out with undefined. */
export function upgradeRequest(headers: Readonly<Record<string, string | undefined>> = {}): string {
  const all = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': SUBPROTOCOL,
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}\r\n`));
  return `GET /socket HTTP/1.1\r\n${lines.join('')}\r\n`;
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
