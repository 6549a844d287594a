/** A handshake that is refused before the upgrade: plain HTTP, with the reason as JSON. Knows nothing of reasons. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Refusal {
  readonly status: 400 | 403 | 404 | 429 | 503;
  readonly error: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** ms for the client to read the answer before its socket is gone: a reset would take the answer with it. */
const LINGER_MS = 1_000;
/** Bytes that a refused client may still send in that time. */
const MAX_IGNORED_BYTES = 64 * 1024;

/** Answers and ends; the socket is gone soon, whatever the other end does. It has its `error` listener already. */
export function refuse(socket: Duplex, { status, error, message, retryAfterSeconds }: Refusal): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error, message });
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
  ];
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  let ignored = 0;
  socket.on('data', (chunk: Buffer) => {
    ignored += chunk.byteLength;
    if (ignored > MAX_IGNORED_BYTES) socket.destroy();
  });
  socket.once('end', () => socket.destroy());
  socket.once('close', () => clearTimeout(timer));
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
}
