/**
 * The smallest client of the wire protocol over a real WebSocket: requests with their answers, what came in, and nothing
 * done by itself but pongs. Knows nothing of media.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import {
  type ClientMessage,
  type JoinResult,
  parseRelayMessage,
  type RelayMessage,
  type WaitingResult,
} from 'stream-room/protocol/control';
import { decodePacket, encodePacket, type Packet, type PacketHeader } from 'stream-room/protocol/packet';
import { decodeReceipt, encodeReceipt, RECEIPT_TYPE, type Receipt } from 'stream-room/protocol/receipt';
import { SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from 'stream-room/protocol/subprotocol';
import { micros } from 'stream-room/protocol/units';
import { WebSocket } from 'ws';

const PATIENCE_MS = 5_000;

type Request = Exclude<ClientMessage, { type: 'request-keyframe' }>;
type WithoutId<Message> = Message extends { id: number } ? Omit<Message, 'id'> : never;
type MessageOf<Type extends RelayMessage['type']> = Extract<RelayMessage, { type: Type }>;

/** What the relay answered a request with instead of an acknowledgement. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const newSecret = (): string => randomBytes(32).toString('base64url');

interface OpenOptions {
  readonly secret?: string;
  readonly token?: string | undefined;
  readonly protocols?: string[];
  readonly headers?: Readonly<Record<string, string>>;
}

interface JoinOptions extends OpenOptions {
  readonly room?: string;
  readonly name?: string;
  readonly proof?: string;
}

const offerOf = (token: string | undefined): string[] =>
  token === undefined ? [] : [`${TOKEN_PROTOCOL_PREFIX}${token}`];

export class ProtocolClient {
  readonly webSocket: WebSocket;
  readonly secret: string;
  /** Everything that came in, in order; acknowledgements too. */
  readonly messages: RelayMessage[] = [];
  readonly packets: Packet[] = [];
  readonly receipts: Receipt[] = [];
  participantId = '';
  /** Acknowledge each packet as it comes. Real clients collect them for RECEIPT_DELAY_MS. */
  acknowledges = false;
  closed: { readonly code: number; readonly reason: string } | undefined;
  #nextId = 1;
  #changed: (() => void)[] = [];

  private constructor(webSocket: WebSocket, secret: string) {
    this.webSocket = webSocket;
    this.secret = secret;
    webSocket.on('error', () => {});
    webSocket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#receive(data);
      else {
        const message = parseRelayMessage(data.toString());
        if (message) this.messages.push(message);
      }
      this.#wake();
    });
    webSocket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
  }

  /** Connects; resolves when the socket is open. */
  static async open(
    url: string,
    { secret = newSecret(), token, protocols = [SUBPROTOCOL, ...offerOf(token)], headers }: OpenOptions = {},
  ): Promise<ProtocolClient> {
    const webSocket = new WebSocket(url, protocols, { perMessageDeflate: false, ...(headers ? { headers } : {}) });
    const client = new ProtocolClient(webSocket, secret);
    await once(webSocket, 'open');
    return client;
  }

  /** Connects and joins. */
  static async join(url: string, options: JoinOptions = {}): Promise<{ client: ProtocolClient; result: JoinResult }> {
    const client = await ProtocolClient.open(url, options);
    const result = (await client.join(options)) as JoinResult;
    return { client, result };
  }

  /** Connects and comes to the door of a room with a waiting room. */
  static async knock(url: string, options: JoinOptions = {}): Promise<ProtocolClient> {
    const client = await ProtocolClient.open(url, options);
    await client.join(options);
    return client;
  }

  async join({ room = 'test', name = 'Ada', proof }: JoinOptions = {}): Promise<JoinResult | WaitingResult> {
    const request = {
      type: 'join',
      room,
      name,
      secret: this.secret,
      ...(proof === undefined ? {} : { proof }),
    } as const;
    const result = await this.request<JoinResult | WaitingResult>(request);
    this.participantId = result.participantId;
    return result;
  }

  /** Resolves to the result of its acknowledgement, rejects with Refused. */
  async request<Result = unknown>(message: WithoutId<Request>): Promise<Result> {
    const id = this.#nextId++;
    this.sendText(JSON.stringify({ ...message, id }));
    const answer = await this.until(
      (each) => (each.type === 'ack' || each.type === 'error') && each.id === id,
      `an answer to ${message.type}`,
    );
    if (answer.type === 'error') throw new Refused(answer.code, answer.message);
    return (answer as { result?: unknown }).result as Result;
  }

  /** As real clients do with what is refused for now: again, until it is not. */
  async insist<Result = unknown>(message: WithoutId<Request>): Promise<Result> {
    for (;;) {
      try {
        return await this.request<Result>(message);
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'unavailable') throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  }

  async publish(kind: 'audio' | 'video' = 'video'): Promise<number> {
    const source = kind === 'audio' ? 'microphone' : 'camera';
    const { trackId } = await this.request<{ trackId: number }>({ type: 'publish', kind, source, muted: false });
    return trackId;
  }

  async subscribe(trackId: number): Promise<void> {
    await this.request({ type: 'subscribe', trackId });
  }

  sendPacket(header: Partial<PacketHeader> & { trackId: number }, payload: Uint8Array = new Uint8Array(100)): void {
    const rest = { sequence: 0, timestamp: micros(0), configured: false, rendition: 0, temporalLayer: 0 };
    this.webSocket.send(encodePacket({ ...rest, keyframe: true, ...header }, payload));
  }

  sendText(text: string): void {
    this.webSocket.send(text);
  }

  sendBytes(bytes: Uint8Array): void {
    this.webSocket.send(bytes);
  }

  sendReceipt(packets: number, held = 0): void {
    this.webSocket.send(encodeReceipt({ packets, held: micros(held) }));
  }

  ofType<Type extends RelayMessage['type']>(type: Type): MessageOf<Type>[] {
    return this.messages.filter((message): message is MessageOf<Type> => message.type === type);
  }

  /** The first message, of those that came and will come, that is wanted. */
  async until(isWanted: (message: RelayMessage) => boolean, what = 'a message'): Promise<RelayMessage> {
    await this.untilTrue(() => this.messages.some(isWanted), what);
    return this.messages.find(isWanted) as RelayMessage;
  }

  async untilPackets(count: number): Promise<void> {
    await this.untilTrue(() => this.packets.length >= count, `${count} packets`);
  }

  async untilClosed(patienceMs = PATIENCE_MS): Promise<{ readonly code: number; readonly reason: string }> {
    await this.untilTrue(() => this.closed !== undefined, 'the end of the connection', patienceMs);
    return this.closed as { code: number; reason: string };
  }

  /** Checked again whenever something came in. */
  async untilTrue(isTrue: () => boolean, what: string, patienceMs = PATIENCE_MS): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!isTrue()) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || (this.closed && what !== 'the end of the connection')) {
        const last = JSON.stringify(this.closed ?? this.messages.at(-1));
        throw new Error(`Waited for ${what}; last seen: ${last}.`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#changed.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** A round trip: whatever the relay said before has arrived. */
  async settled(): Promise<void> {
    await this.request({ type: 'ping' });
  }

  /** Breaks the connection without a word. */
  vanish(): void {
    this.webSocket.terminate();
  }

  close(): void {
    this.webSocket.close(1000);
  }

  /** The TCP socket, for what no client should do. */
  get socket(): Socket {
    return (this.webSocket as unknown as { _socket: Socket })._socket;
  }

  #receive(bytes: Uint8Array): void {
    if (bytes[0] === RECEIPT_TYPE) {
      this.receipts.push(decodeReceipt(bytes));
      return;
    }
    this.packets.push(decodePacket(bytes));
    if (this.acknowledges) this.sendReceipt(this.packets.length);
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const each of changed) each();
  }
}
