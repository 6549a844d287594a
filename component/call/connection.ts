/**
 * The way to one room on one relay: connects, joins, asks, and comes back by itself when the connection breaks.
 * Knows nothing of tracks, devices or chat, nor of the socket, which the media host owns.
 */
import * as v from 'valibot';
import type { FromMedia } from '../media/messages.ts';
import { CLOSE_CODES } from '../protocol/close-codes.ts';
import { JoinResult, type RelayMessage, WaitingResult } from '../protocol/control.ts';
import { SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from '../protocol/subprotocol.ts';
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
  joinVerdict,
  reconnectDelayMs,
  unreachable,
  wakeDelayMs,
} from './reconnect.ts';
import type { RelayAddresses } from './relay-address.ts';
import { type RequestBody, RequestRefused, Requests } from './requests.ts';
import { joinBeside } from './second-join.ts';
import type { WakeSource } from './wakes.ts';

/** ms: TCP, TLS and the upgrade on a bad mobile network; a black hole takes for ever. */
const CONNECT_TIMEOUT_MS = 8_000;
/** ms: where another relay can be tried, nobody waits that long for the first one. */
const ONE_OF_MANY_TIMEOUT_MS = 4_000;
/** ms: how long a socket may take to say that it is closed before we go on without it. */
const DISCONNECT_TIMEOUT_MS = 2_000;
/** ms: after sleep or a change of network a dead connection looks alive; this asks, sooner than the heartbeat would. */
const PROBE_TIMEOUT_MS = 5_000;
/** ms: a goodbye is a courtesy, and nobody waits for it longer. */
const LEAVE_TIMEOUT_MS = 500;

export interface ConnectionOptions {
  readonly media: MediaHost;
  readonly relays: RelayAddresses;
  readonly room: string;
  /** That one knows the room's secret, where it has one. */
  readonly proof: string | undefined;
  /** Asked for each socket. */
  readonly token: () => string | undefined;
  /** Another one, after the relay refused that; undefined where there is none. May reject with CallError. */
  readonly freshToken: () => Promise<string | null | undefined>;
  /** 256 random bits, base64url: the same secret is the same participant. */
  readonly secret: string;
  /** Asked at each join: it may have changed. */
  readonly name: () => string;
  readonly clock: Clock;
  readonly wakes: WakeSource;
  /** Nobody looks at the page and it sends nothing: then it need not be first to come back. */
  readonly isIdle: () => boolean;
  readonly onJoined: (result: JoinResult) => void;
  /** Not in the room yet: a host is asked. `onJoined` or `onEnded` follows. */
  readonly onWaiting: (participantId: string) => void;
  readonly onReconnecting: () => void;
  readonly onMessage: (message: RelayMessage) => void;
  /** For good; not called after close(). */
  readonly onEnded: (reason: EndReason, error: CallError) => void;
}

interface Moving {
  lost?: { readonly code: number; readonly reason: string };
}

type Phase = 'new' | 'connecting' | 'joining' | 'in-waiting-room' | 'joined' | 'dropping' | 'pausing' | 'ended';

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #requests: Requests;
  readonly #lifetime = new AbortController();
  /** Of the timers of the present phase. */
  #step = new AbortController();
  #phase: Phase = 'new';
  #attempt = 0;
  /** Known to the relay, if only in its waiting room: from then on it comes back for as long as it takes. */
  #wasTaken = false;
  #joinedOnce = false;
  #joinedAtMs = 0;
  /** When the connection was asked for, or broke. */
  #downSinceMs = 0;
  #woken = false;
  /** With which the present socket was opened. */
  #usedToken: string | undefined;
  /** The token was renewed since the last join: a second refusal is final. */
  #renewedToken = false;
  /** While a second socket joins: what became of the first one meanwhile. */
  #moving: Moving | undefined;
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

  get #isUp(): boolean {
    return this.joined || this.#phase === 'in-waiting-room';
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
    if (this.#isUp) return this.#requests.ask(body);
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
    const { media, clock, relays } = this.#options;
    const signal = this.#enter('connecting');
    this.#lastWord = '';
    this.#woken = false;
    const patienceMs = this.#wasTaken
      ? CONNECT_TIMEOUT_MS
      : Math.max(0, this.#downSinceMs + FIRST_JOIN_PATIENCE_MS - clock.now());
    const timeoutMs = relays.count > 1 ? ONE_OF_MANY_TIMEOUT_MS : CONNECT_TIMEOUT_MS;
    clock.after(Math.min(timeoutMs, patienceMs), () => this.#drop(), signal);
    this.#usedToken = this.#options.token();
    media.post({ type: 'connect', url: relays.current, subprotocols: this.#subprotocols });
  }

  get #subprotocols(): readonly string[] {
    const token = this.#options.token();
    return token === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX + token];
  }

  get #joinRequest(): RequestBody {
    const { room, secret, name, proof } = this.#options;
    return { type: 'join', room, name: name(), secret, ...(proof === undefined ? {} : { proof }) };
  }

  /** Gives up this socket; the media host's `disconnected` leads on, or its silence does. */
  #drop(): void {
    const { media, clock } = this.#options;
    const wasUp = this.#isUp;
    const signal = this.#enter('dropping');
    if (wasUp) this.#wentDown();
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
    // The second socket's are heard where it joins.
    if ('beside' in message && message.beside) return;
    if (message.type === 'connected' && this.#phase === 'connecting') {
      void this.#join();
    } else if (message.type === 'disconnected' && this.#phase !== 'pausing') {
      const { code, reason } = message;
      if (this.#moving) this.#moving.lost = { code, reason };
      else this.#lost(code, reason);
    } else if (message.type === 'control' && !this.#requests.settle(message.message)) {
      this.#told(message.message);
    }
  }

  #told(message: RelayMessage): void {
    if (message.type === 'error') this.#lastWord = message.message;
    else if (message.type === 'draining' && this.joined) this.#moveAfter(message.delayMs);
    else if (message.type === 'admitted') {
      if (this.#phase === 'in-waiting-room') this.#joinedWith(message.result);
      return;
    }
    this.#options.onMessage(message);
  }

  async #join(): Promise<void> {
    const step = this.#enter('joining');
    let answer: unknown;
    try {
      answer = await this.#requests.ask(this.#joinRequest);
    } catch (error) {
      if (step.aborted) return;
      const verdict = error instanceof RequestRefused ? joinVerdict(error.relayCode, error) : undefined;
      if (verdict === undefined) this.#drop();
      else this.#refuse(verdict);
      return;
    }
    if (step.aborted) return;
    const result = v.safeParse(v.union([JoinResult, WaitingResult]), answer);
    if (!result.success) {
      const said = result.issues[0].message;
      const error = new CallError(
        'version',
        `The relay's answer to the join was not understood: ${said} Update the script.`,
      );
      this.#refuse({ endReason: 'refused', error });
    } else if ('waiting' in result.output && result.output.waiting === true) {
      this.#enter('in-waiting-room');
      this.#taken();
      this.#options.onWaiting(result.output.participantId);
    } else {
      this.#joinedWith(result.output as JoinResult);
    }
  }

  #joinedWith(result: JoinResult): void {
    this.#enter('joined');
    this.#taken();
    this.#joinedOnce = true;
    this.#joinedAtMs = this.#options.clock.now();
    this.#options.onJoined(result);
  }

  #taken(): void {
    this.#wasTaken = true;
    this.#renewedToken = false;
  }

  #moveAfter(delayMs: number): void {
    const { clock } = this.#options;
    clock.after(delayMs, () => void this.#move(), this.#step.signal);
  }

  /** To the next relay, which has to have us before this one is let go. */
  async #move(): Promise<void> {
    if (!this.joined || this.#moving) return;
    const { media, clock, relays } = this.#options;
    const { signal } = this.#step;
    const moving: Moving = {};
    this.#moving = moving;
    const isUsable = (answer: unknown) => v.is(JoinResult, answer);
    const options = { url: relays.next(), subprotocols: this.#subprotocols, join: this.#joinRequest, isUsable };
    try {
      const { answer, messages } = await joinBeside({ media, clock, ...options }, signal);
      this.#moving = undefined;
      if (signal.aborted) return;
      this.#requests.fail(
        new CallError('request-failed', 'The call moved to another relay before this one answered. Try again.'),
      );
      this.#joinedWith(v.parse(JoinResult, answer));
      for (const message of messages) this.#told(message);
    } catch {
      this.#moving = undefined;
      if (signal.aborted) return;
      if (moving.lost) {
        // Replaced by our own second socket, whose answer never came: that is no reason to stay away.
        const { code, reason } = moving.lost;
        this.#lost(code === CLOSE_CODES.replaced ? CLOSE_CODES.relayClosing : code, reason);
      } else {
        this.#moveAfter(reconnectDelayMs(this.#attempt, clock.random()));
        this.#attempt += 1;
      }
    }
  }

  #refuse(verdict: CloseVerdict): void {
    this.#end(verdict);
    this.#options.media.post({ type: 'disconnect', code: 1000, reason: 'refused' });
  }

  #lost(code: number, reason: string): void {
    const { clock, isIdle, relays } = this.#options;
    const said = reason === '' ? this.#lastWord : reason;
    const isOurWord = this.#phase === 'dropping';
    if (!isOurWord && code === CLOSE_CODES.badToken && !this.#renewedToken) {
      void this.#renewToken(said);
      return;
    }
    // Where we gave the socket up ourselves, the code is our own word, not the relay's.
    const stood = this.#phase === 'in-waiting-room' ? 'waiting' : this.#joinedOnce ? 'joined' : 'new';
    const verdict = isOurWord ? undefined : closeVerdict(code, said, stood);
    if (verdict !== undefined) {
      this.#end(verdict);
      return;
    }

    const url = relays.current;
    relays.next();
    const signal = this.#pause();
    const delayMs = reconnectDelayMs(this.#attempt, clock.random());
    const downMs = clock.now() - this.#downSinceMs;
    if (!this.#wasTaken && downMs + delayMs >= FIRST_JOIN_PATIENCE_MS) {
      this.#end(unreachable(url));
      return;
    }
    this.#attempt += 1;
    if (isIdle() && downMs >= HIDDEN_PATIENCE_MS) return;
    clock.after(delayMs, () => this.#connect(), signal);
  }

  #pause(): AbortSignal {
    const wasUp = this.#isUp;
    const signal = this.#enter('pausing');
    if (wasUp) this.#wentDown();
    else this.#requests.fail(new CallError('request-failed', 'The connection broke before the relay answered.'));
    return signal;
  }

  /** The relay took this one for wrong or too old: the page may have another. Once, until a join has succeeded. */
  async #renewToken(said: string): Promise<void> {
    const { token, freshToken } = this.#options;
    const used = this.#usedToken;
    const joinedOnce = this.#joinedOnce;
    const signal = this.#pause();
    // Nothing else is to wake it.
    this.#woken = true;
    this.#renewedToken = true;
    let failure: unknown;
    // The page may have given another one unasked, since the socket was opened.
    const fresh =
      token() !== used
        ? token()
        : await freshToken().catch((error: unknown) => {
            failure = error;
            return undefined;
          });
    if (signal.aborted) return;
    if (fresh !== undefined && (fresh ?? undefined) !== used) this.#connect();
    else {
      const verdict = closeVerdict(CLOSE_CODES.badToken, said, joinedOnce ? 'joined' : 'new');
      if (verdict) this.#end(failure instanceof CallError ? { ...verdict, error: failure } : verdict);
    }
  }

  #wake(): void {
    const { clock } = this.#options;
    if (this.#phase === 'pausing' && !this.#woken) {
      const signal = this.#enter('pausing');
      this.#woken = true;
      clock.after(wakeDelayMs(clock.random()), () => this.#connect(), signal);
    } else if (this.#isUp) {
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
