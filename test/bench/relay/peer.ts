/**
 * One client of the load generator: a plain TCP socket that speaks WebSocket after an upgrade, or raw bytes. All
 * sockets read into one buffer, so that receiving costs little more than the kernel's copy. Knows no protocol above.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Dialect } from './dialect.ts';
import { RAW_FRAME_BYTES } from './frame-size.ts';
import { FrameReader, maskedFrame, OPCODE } from './websocket-wire.ts';

/** Callbacks run while the bytes are in it, one after the other: one buffer does for all. */
const SHARED = Buffer.allocUnsafeSlow(1024 * 1024);
const HEAD_END = Buffer.from('\r\n\r\n');

export class Peer {
  /** Frames that arrived whole. */
  received = 0;
  /** Frames up to the newest one; more than `received` where the relay dropped some, which sequence numbers tell. */
  progress = 0;
  onPacket: () => void = () => {};
  onFrame: (peer: Peer) => void = () => {};
  onLine: (text: string) => void = () => {};
  onControl: (message: { readonly type: string }) => void = () => {};

  readonly #socket: Socket;
  readonly #numbered: boolean;
  #consume: (bytes: Buffer) => void;
  #waiter:
    | { test: (text: string) => unknown; resolve: (value: never) => void; reject: (error: Error) => void }
    | undefined;
  /** Texts that came before anybody waited for them, as a greeting may. */
  #early: string[] = [];
  #rawBytes = 0;
  #closed: Error | undefined;

  private constructor(port: number, numbered: boolean) {
    this.#numbered = numbered;
    this.#consume = () => {};
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: SHARED,
        callback: (length) => {
          this.#consume(SHARED.subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.fail(error));
    this.#socket.on('close', () => this.fail(new Error('The relay closed the connection.')));
  }

  /** @param token for those relays that take it at the upgrade */
  static async open(port: number, dialect: Dialect, token?: string): Promise<Peer> {
    const peer = new Peer(port, dialect.subprotocols !== undefined);
    await new Promise<void>((resolve, reject) => {
      peer.#socket.once('connect', resolve);
      peer.#socket.once('error', reject);
    });
    if (dialect.path !== undefined) await peer.#upgrade(port, dialect, token);
    return peer;
  }

  write(bytes: Uint8Array): void {
    if (!this.#closed) this.#socket.write(bytes);
  }

  /** Bytes that the kernel has not taken yet. */
  get backlog(): number {
    return this.#socket.writableLength;
  }

  get closed(): Error | undefined {
    return this.#closed;
  }

  /** A text counts as a frame: whoever listens calls this. */
  onTextArrived(progress: number): void {
    this.received += 1;
    this.progress = progress;
    this.onFrame(this);
  }

  /** Raw bytes only: tells the role and waits for the relay's one byte. */
  async greet(role: 'S' | 'P'): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#consume = (bytes) => {
        this.#consume = (more) => this.#count(more);
        resolve();
        this.#count(bytes.subarray(1));
      };
      this.#socket.write(role);
    });
  }

  /** Resolves to what `test` makes of the first text for which that is not undefined; rejects with what it throws. */
  untilText<Result>(test: (text: string) => Result | undefined): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#closed) reject(this.#closed);
      this.#waiter = { test, resolve, reject };
      for (const line of this.#early.splice(0)) this.#offer(line);
    });
  }

  /** Whatever comes after it counts for nothing. */
  fail(error: Error): void {
    this.#closed ??= error;
    this.#waiter?.reject(this.#closed);
    this.#waiter = undefined;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #upgrade(port: number, { path, subprotocols, countTextsAbove }: Dialect, token?: string): Promise<void> {
    let head = Buffer.alloc(0);
    const reader = new FrameReader(
      {
        onText: (line) => this.#offer(line),
        onPing: (payload) => this.write(maskedFrame(OPCODE.pong, payload)),
        onClose: (code, reason) => this.fail(new Error(`The relay closed with ${code}: ${reason}`)),
        onMessage: (length, first) => this.#message(length, first),
      },
      countTextsAbove,
    );
    await new Promise<void>((resolve, reject) => {
      this.#waiter = { test: () => undefined, resolve, reject };
      this.#consume = (bytes) => {
        head = Buffer.concat([head, bytes]);
        const end = head.indexOf(HEAD_END);
        if (end < 0) return;
        const status = head.subarray(0, head.indexOf('\r\n')).toString();
        if (!status.includes(' 101 ')) {
          reject(new Error(`The relay answered the upgrade with "${status}".`));
          return;
        }
        this.#waiter = undefined;
        this.#consume = (more) => reader.read(more);
        reader.read(head.subarray(end + HEAD_END.length));
        resolve();
      };
      const lines = [
        `GET ${path} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        `Origin: http://127.0.0.1:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...(subprotocols === undefined ? [] : [`Sec-WebSocket-Protocol: ${subprotocols(token).join(', ')}`]),
      ];
      this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
  }

  #message(length: number, head: Buffer): void {
    // Receipts are binary too.
    if (length < 1024) return;
    this.received += 1;
    this.progress = this.#numbered ? head.readUInt32BE(8) + 1 : this.received;
    this.onPacket();
    this.onFrame(this);
  }

  #count(bytes: Buffer): void {
    this.#rawBytes += bytes.length;
    for (const whole = Math.floor(this.#rawBytes / RAW_FRAME_BYTES); this.received < whole; ) {
      this.received += 1;
      this.progress = this.received;
      this.onFrame(this);
    }
  }

  #offer(line: string): void {
    if (this.#waiter) {
      const { test, resolve, reject } = this.#waiter;
      try {
        const value = test(line);
        if (value === undefined) return;
        this.#waiter = undefined;
        resolve(value as never);
      } catch (error) {
        this.#waiter = undefined;
        reject(error as Error);
      }
      return;
    }
    this.onLine(line);
    if (this.#numbered) this.onControl(JSON.parse(line) as { type: string });
    else if (this.received === 0) this.#early.push(line);
  }
}
