/**
 * The way to one room on one relay: connects, joins, asks, and comes back by itself when the connection breaks.
 * Knows nothing of tracks, devices or chat, nor of the socket, which the media host owns.
 */
import * as v from 'valibot';
import type { FromMedia } from '../media/messages.ts';
import { CLOSE_CODES } from '../protocol/close-codes.ts';
import { JoinResult, type RelayMessage } from '../protocol/control.ts';
import { SUBPROTOCOL } from '../protocol/subprotocol.ts';
import type { Clock } from '../support/clock.ts';
import { CallError } from '../support/errors.ts';
import type { EndReason } from './call-state.ts';
import type { MediaHost } from './media-host.ts';
import {
  attemptAfter,
  type CloseVerdict,
  closeVerdict,
  FIRST_JOIN_PATIENCE_MS,
  HIDDEN_PATIENCE_MS,
  reconnectDelayMs,
  wakeDelayMs,
} from './reconnect.ts';
import { type RequestBody, RequestRefused, Requests } from './requests.ts';
import type { WakeSource } from './wakes.ts';

/** ms: TCP, TLS and the upgrade on a bad mobile network; a black hole takes for ever. */
const CONNECT_TIMEOUT_MS = 8_000;
/** ms: how long a socket may take to say that it is closed before we go on without it. */
const DISCONNECT_TIMEOUT_MS = 2_000;
/** ms: after sleep or a change of network a dead connection looks alive; this asks, sooner than the heartbeat would. */
const PROBE_TIMEOUT_MS = 5_000;
/** ms: a goodbye is a courtesy, and nobody waits for it longer. */
const LEAVE_TIMEOUT_MS = 500;

export interface ConnectionOptions {
  readonly media: MediaHost;
  readonly url: string;
  readonly room: string;
  /** 256 random bits, base64url: the same secret is the same participant. */
  readonly secret: string;
  /** Asked at each join: it may have changed. */
  readonly name: () => string;
  readonly clock: Clock;
  readonly wakes: WakeSource;
  /** Nobody looks at the page and it sends nothing: then it need not be first to come back. */
  readonly isIdle: () => boolean;
  readonly onJoined: (result: JoinResult) => void;
  readonly onReconnecting: () => void;
  readonly onMessage: (message: RelayMessage) => void;
  /** For good; not called after close(). */
  readonly onEnded: (reason: EndReason, error: CallError) => void;
}

type Phase = 'new' | 'connecting' | 'joining' | 'joined' | 'dropping' | 'waiting' | 'ended';

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #requests: Requests;
  readonly #lifetime = new AbortController();
  /** Of the timers of the present phase. */
  #step = new AbortController();
  #phase: Phase = 'new';
  #attempt = 0;
  #joinedOnce = false;
  #joinedAtMs = 0;
  /** When the connection was asked for, or broke. */
  #downSinceMs = 0;
  #woken = false;
  /** What the relay said before it closed the socket. */
  #lastWord = '';

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const post = options.media.post.bind(options.media);
    this.#requests = new Requests((message) => post({ type: 'control', message }), options.clock);
  }

  get joined(): boolean {
    return this.#phase === 'joined';
  }

  /** Starts; `onJoined` or `onEnded` tells how it went. */
  open(): void {
    if (this.#phase !== 'new') return;
    const { media, wakes, clock } = this.#options;
    this.#downSinceMs = clock.now();
    media.listen((message) => this.#hear(message), this.#lifetime.signal);
    wakes(() => this.#wake(), this.#lifetime.signal);
    this.#connect();
  }

  /** Resolves to the `result` of the relay's ack; rejects with CallError. */
  ask(body: RequestBody): Promise<unknown> {
    if (this.joined) return this.#requests.ask(body);
    return Promise.reject(
      new CallError('not-joined', 'There is no connection to the relay now. Join, or wait for it.'),
    );
  }

  /** Says goodbye and closes. Idempotent. */
  async leave(): Promise<void> {
    if (this.joined) {
      // Without an answer the relay learns it from the closed socket.
      await this.#requests.ask({ type: 'leave' }, LEAVE_TIMEOUT_MS).catch(() => undefined);
    }
    this.close();
  }

  /** Idempotent. */
  close(): void {
    if (this.#phase === 'ended') return;
    this.#finish();
    this.#options.media.post({ type: 'disconnect', code: 1000, reason: 'left' });
  }

  #finish(): void {
    this.#enter('ended');
    this.#lifetime.abort();
    this.#requests.fail(new CallError('not-joined', 'The call has ended.'));
  }

  #enter(phase: Phase): AbortSignal {
    this.#step.abort();
    this.#step = new AbortController();
    this.#phase = phase;
    return this.#step.signal;
  }

  #connect(): void {
    const { media, clock, url } = this.#options;
    const signal = this.#enter('connecting');
    this.#lastWord = '';
    this.#woken = false;
    const patienceMs = this.#joinedOnce
      ? CONNECT_TIMEOUT_MS
      : Math.max(0, this.#downSinceMs + FIRST_JOIN_PATIENCE_MS - clock.now());
    clock.after(Math.min(CONNECT_TIMEOUT_MS, patienceMs), () => this.#drop(), signal);
    media.post({ type: 'connect', url, subprotocol: SUBPROTOCOL });
  }

  /** Gives up this socket; the media host's `disconnected` leads on, or its silence does. */
  #drop(): void {
    const { media, clock } = this.#options;
    const wasJoined = this.joined;
    const signal = this.#enter('dropping');
    if (wasJoined) this.#wentDown();
    clock.after(DISCONNECT_TIMEOUT_MS, () => this.#lost(CLOSE_CODES.silent, ''), signal);
    media.post({ type: 'disconnect', code: CLOSE_CODES.silent, reason: 'no answer' });
  }

  #wentDown(): void {
    const { clock, onReconnecting } = this.#options;
    this.#attempt = attemptAfter(this.#attempt, clock.now() - this.#joinedAtMs);
    this.#downSinceMs = clock.now();
    this.#requests.fail(new CallError('request-failed', 'The connection broke before the relay answered. Try again.'));
    onReconnecting();
  }

  #hear(message: FromMedia): void {
    if (message.type === 'connected' && this.#phase === 'connecting') {
      void this.#join();
    } else if (message.type === 'disconnected' && this.#phase !== 'waiting') {
      this.#lost(message.code, message.reason);
    } else if (message.type === 'control' && !this.#requests.settle(message.message)) {
      if (message.message.type === 'error') this.#lastWord = message.message.message;
      this.#options.onMessage(message.message);
    }
  }

  async #join(): Promise<void> {
    const { room, secret, name, clock, onJoined } = this.#options;
    const step = this.#enter('joining');
    let answer: unknown;
    try {
      answer = await this.#requests.ask({ type: 'join', room, name: name(), secret });
    } catch (error) {
      if (step.aborted) return;
      if (error instanceof RequestRefused && error.relayCode !== 'rate-limited') {
        this.#end({ endReason: 'refused', error: new CallError('refused', error.message, { cause: error }) });
        this.#options.media.post({ type: 'disconnect', code: 1000, reason: 'refused' });
      } else {
        this.#drop();
      }
      return;
    }
    if (step.aborted) return;
    const result = v.safeParse(JoinResult, answer);
    if (!result.success) {
      const said = result.issues[0].message;
      const error = new CallError(
        'version',
        `The relay's answer to the join was not understood: ${said} Update the script.`,
      );
      this.#end({ endReason: 'refused', error });
      this.#options.media.post({ type: 'disconnect', code: 1000, reason: 'not understood' });
      return;
    }
    this.#enter('joined');
    this.#joinedOnce = true;
    this.#joinedAtMs = clock.now();
    onJoined(result.output);
  }

  #lost(code: number, reason: string): void {
    const { clock, isIdle, url } = this.#options;
    // Where we gave the socket up ourselves, the code is our own word, not the relay's.
    const verdict =
      this.#phase === 'dropping'
        ? undefined
        : closeVerdict(code, reason === '' ? this.#lastWord : reason, this.#joinedOnce);
    if (verdict !== undefined) {
      this.#end(verdict);
      return;
    }

    const wasJoined = this.joined;
    const signal = this.#enter('waiting');
    if (wasJoined) this.#wentDown();
    else this.#requests.fail(new CallError('request-failed', 'The connection broke before the relay answered.'));

    const delayMs = reconnectDelayMs(this.#attempt, clock.random());
    const downMs = clock.now() - this.#downSinceMs;
    if (!this.#joinedOnce && downMs + delayMs >= FIRST_JOIN_PATIENCE_MS) {
      this.#end(unreachable(url));
      return;
    }
    this.#attempt += 1;
    if (isIdle() && downMs >= HIDDEN_PATIENCE_MS) return;
    clock.after(delayMs, () => this.#connect(), signal);
  }

  #wake(): void {
    const { clock } = this.#options;
    if (this.#phase === 'waiting' && !this.#woken) {
      const signal = this.#enter('waiting');
      this.#woken = true;
      clock.after(wakeDelayMs(clock.random()), () => this.#connect(), signal);
    } else if (this.#phase === 'joined') {
      const step = this.#step.signal;
      this.#requests.ask({ type: 'ping' }, PROBE_TIMEOUT_MS).catch(() => {
        if (!step.aborted) this.#drop();
      });
    }
  }

  #end({ endReason, error }: CloseVerdict): void {
    this.#finish();
    this.#options.onEnded(endReason, error);
  }
}

const unreachable = (url: string): CloseVerdict => ({
  endReason: 'gave-up',
  error: new CallError(
    'relay-unreachable',
    `No relay answered at ${url}. Check the address, that the relay runs, and the network; then join again.`,
  ),
});
