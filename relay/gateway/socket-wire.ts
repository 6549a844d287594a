/**
 * The sending half of one WebSocket: packets and messages out, what has not left yet, and whether anything leaves at
 * all. Knows nothing of who is at the other end or what is said.
 */
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { frameHeader } from '../fanout/frame-writer.ts';

/** Control messages that may wait for a receiver; one that takes not even these is closed. */
const MAX_CONTROL_BACKLOG_BYTES = 256 * 1024;

/** Bytes that may wait before an answer of megabytes; past it, that counts as a backlog like any other. */
const MAX_BUFFERED_BYTES = 256 * 1024;

/** RFC 6455 section 5.5: a control frame's payload has 125 bytes, of which two are the code. */
const MAX_REASON_BYTES = 123;

export class SocketWire {
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  #controlBacklog = 0;
  #flushedBytes = 0;
  #progressAt: number;

  constructor(webSocket: WebSocket, socket: Socket, nowMs: number) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#progressAt = nowMs;
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN;
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  get receivedBytes(): number {
    return this.#socket.bytesRead;
  }

  get isControlBacklogFull(): boolean {
    return this.#controlBacklog > MAX_CONTROL_BACKLOG_BYTES;
  }

  sendPacket(bytes: Uint8Array): void {
    if (!this.isOpen) return;
    // What ws would write, without its work for each receiver; it keeps no state of its own between messages.
    this.#socket.write(frameHeader(bytes));
    this.#socket.write(bytes);
  }

  sendText(text: string): void {
    if (!this.isOpen) return;
    const length = text.length;
    this.#controlBacklog += length;
    this.#webSocket.send(text, () => {
      this.#controlBacklog -= length;
    });
  }

  /**
   * For an answer of megabytes: it counts as backlog where something waits already. Whoever asks for more and takes
   * nothing is sent nothing: their backlog ends them.
   */
  sendLarge(text: string): void {
    if (this.bufferedBytes >= MAX_BUFFERED_BYTES) {
      if (!this.isControlBacklogFull) this.sendText(text);
    } else if (this.isOpen) this.#webSocket.send(text);
  }

  ping(): void {
    if (this.isOpen) this.#webSocket.ping();
  }

  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  /** Milliseconds for which bytes have waited without a single one leaving. */
  stalledMs(nowMs: number): number {
    const buffered = this.bufferedBytes;
    const flushed = this.#socket.bytesWritten - buffered;
    if (buffered === 0 || flushed !== this.#flushedBytes) this.#progressAt = nowMs;
    this.#flushedBytes = flushed;
    return nowMs - this.#progressAt;
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, closeReason(reason));
  }

  terminate(): void {
    this.#webSocket.terminate();
  }
}

/** As much of a sentence as a close frame has room for. */
export function closeReason(sentence: string): string {
  let text = sentence;
  while (Buffer.byteLength(text) > MAX_REASON_BYTES) text = text.slice(0, -1);
  return text;
}
