/**
 * The Call of one element and where it stands: lobby, joining, in the call, ended. Turns changed attributes into what a
 * living call can take. Knows no DOM and draws nothing.
 */
import type { Call, CallChange, CallOptions } from './call/call.ts';
import type { StreamRoomEventMap } from './events.ts';
import { CallError } from './support/errors.ts';

export type Phase = 'lobby' | 'joining' | 'call' | 'ended';

export interface ElementCallHost {
  createCall(options: CallOptions): Call;
  /** What draws the call loads while it joins. */
  loadInterface(): Promise<unknown>;
  /** Where a failed join comes back to; without it, it ends. */
  hasLobby(): boolean;
  onEvent<Type extends keyof StreamRoomEventMap>(event: StreamRoomEventMap[Type]): void;
  onChange(): void;
}

/** All that a Call tells; `ready` is the element's own. */
const EVENTS = [
  'join',
  'leave',
  'participant-join',
  'participant-leave',
  'participant-update',
  'chat-message',
  'data',
  'connection-change',
  'quality-change',
  'microphone-toggle',
  'camera-toggle',
  'screenshare-toggle',
  'audio-blocked',
  'device-change',
  'permission',
  'muted',
  'unmute-asked',
  'role-change',
  'participant-waiting',
  'room-change',
  'token-expiring',
  'error',
] as const satisfies readonly (keyof StreamRoomEventMap)[];

export class ElementCall {
  readonly call: Call;
  readonly #host: ElementCallHost;
  readonly #life = new AbortController();
  #options: CallOptions;
  #phase: Phase = 'lobby';
  #error: CallError | undefined;
  #joining: Promise<void> | undefined;
  /** Counts joins and moves: what an earlier one still has to say is of no interest. */
  #attempt = 0;

  constructor(options: CallOptions, host: ElementCallHost) {
    this.#options = options;
    this.#host = host;
    this.call = host.createCall(options);
    const { signal } = this.#life;
    this.call.state.observe(() => this.#onState(), { signal });
    this.call.devices.observe(() => host.onChange(), { signal });
    for (const type of EVENTS) this.call.addEventListener(type, (event) => host.onEvent(event), { signal });
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Why the last join failed. */
  get error(): CallError | undefined {
    return this.#error;
  }

  /** Shows oneself in the lobby. */
  preview(): void {
    ignoreFailure(this.call.preview());
  }

  /** Resolves when in the room; rejects with CallError. Once at a time. */
  join(): Promise<void> {
    if (this.#phase === 'call') return Promise.resolve();
    return this.#joining ?? this.#begin();
  }

  async leave(): Promise<void> {
    await this.call.leave(); // from the lobby: only the devices go off
    if (this.#phase === 'call') this.#enter('ended');
  }

  /** After the end, or after a failure, once more from the start. */
  toLobby(): void {
    this.#error = undefined;
    this.#enter('lobby');
    this.preview();
  }

  /** The attributes as they are now; what changed reaches the call at once. */
  update(options: CallOptions): void {
    const before = this.#options;
    this.#options = options;
    const isElsewhere = PLACE.some((name) => options[name] !== before[name]);
    const isUnderWay = this.#phase === 'call' || this.#phase === 'joining';
    const { relay, room, roomSecret, ...rest } = differences(before, options);
    const change: CallChange = isElsewhere && !isUnderWay ? { ...rest, ...placeOf(options) } : rest;
    if (Object.keys(change).length > 0) this.call.configure(change);
    // Another room is another call: out of this one, into that one, with the devices as they are.
    if (isElsewhere && isUnderWay) this.#begin(() => this.#moveOut()).catch(() => undefined);
  }

  /** Leaves, and releases everything; no more use after it. Idempotent. */
  close(): void {
    const { call } = this;
    call
      .leave()
      .catch(() => undefined)
      .finally(() => {
        call.close();
        this.#life.abort();
      });
  }

  #begin(prepare?: () => Promise<void>): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#error = undefined;
    this.#enter('joining');
    const joining = this.#join(attempt, prepare).finally(() => {
      if (attempt === this.#attempt) this.#joining = undefined;
    });
    this.#joining = joining;
    return joining;
  }

  /** Awaits nothing before the Call's own join where there is nothing to prepare: sound wants to start within the click. */
  async #join(attempt: number, prepare: (() => Promise<void>) | undefined): Promise<void> {
    const { call } = this;
    try {
      if (prepare) {
        await prepare();
        if (attempt !== this.#attempt) throw replaced();
      }
      // Both to their end: what draws the call also draws why there is none.
      const results = await Promise.allSettled([call.join(), this.#host.loadInterface()]);
      for (const result of results) if (result.status === 'rejected') throw result.reason;
      if (attempt !== this.#attempt) throw replaced();
      // It may have ended while the interface was still loading.
      this.#enter(call.state.value.connection === 'ended' ? 'ended' : 'call');
    } catch (cause) {
      const error = asCallError(cause);
      if (attempt === this.#attempt) this.#fail(error);
      throw error;
    }
  }

  async #moveOut(): Promise<void> {
    await this.call.leave();
    this.call.configure(placeOf(this.#options));
  }

  #fail(error: CallError): void {
    const { connection, endReason } = this.call.state.value;
    // Joined, but nothing could be drawn: nobody stays in a call without seeing it.
    if (connection !== 'ended') ignoreFailure(this.call.leave());
    const wasLeft = endReason === 'left';
    if (!wasLeft) this.#error = error;
    const isBack = !wasLeft && this.#host.hasLobby();
    this.#enter(isBack ? 'lobby' : 'ended');
    // A failed join turns the devices off; in the lobby one sees oneself.
    if (isBack) this.preview();
  }

  #onState(): void {
    if (this.call.state.value.connection === 'ended' && this.#phase === 'call') this.#enter('ended');
    else this.#host.onChange();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#host.onChange();
  }
}

/** Another one of these is another call. */
const PLACE = ['relay', 'room', 'roomSecret'] as const;

const placeOf = ({ relay, room, roomSecret }: CallOptions): CallChange => ({ relay, room, roomSecret });

/** What of the options is not as before, but for where the worker files are, which a Call never changes. */
function differences(before: CallOptions, after: CallOptions): CallChange {
  const { assets, ...comparable } = after;
  return Object.fromEntries(
    Object.entries(comparable).filter(([name, value]) => before[name as keyof CallOptions] !== value),
  );
}

const replaced = () => new CallError('not-joined', 'Another join took the place of this one.');

const asCallError = (error: unknown): CallError =>
  error instanceof CallError
    ? error
    : new CallError('request-failed', `Joining failed: ${String(error)}`, { cause: error });

/** Where the Call's state has the error, and the interface shows it. */
export function ignoreFailure(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
