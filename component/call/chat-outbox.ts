/**
 * Messages of one's own on their way to the relay: each is sent under the same id until the relay has it, also after a
 * reconnect. Knows nothing of how the chat is shown.
 */
import * as v from 'valibot';
import { ChatResult } from '../protocol/control.ts';
import type { Clock } from '../support/clock.ts';
import { CallError } from '../support/errors.ts';
import type { ChatEntry } from './call-state.ts';
import { type RequestBody, RequestRefused } from './requests.ts';

/** ms: a relay lets five messages a second pass; who pastes faster waits and loses nothing. */
const RATE_LIMITED_DELAY_MS = 1_000;
/** Asked at a time: a relay refuses what is too much, and closes the connection of whoever goes on all the same. */
const MAX_ASKED = 5;

interface Pending {
  readonly entry: ChatEntry;
  readonly resolve: (entry: ChatEntry) => void;
  readonly reject: (error: CallError) => void;
  /** Asked over the present connection. */
  asked: boolean;
}

export interface ChatOutboxOptions {
  readonly ask: (body: RequestBody) => Promise<unknown>;
  readonly isJoined: () => boolean;
  readonly onEntry: (entry: ChatEntry) => void;
  readonly clock: Clock;
}

export class ChatOutbox {
  readonly #options: ChatOutboxOptions;
  /** In the order of writing. */
  readonly #pending = new Map<string, Pending>();
  readonly #lifetime = new AbortController();
  /** The relay has had enough for now. */
  #isHeldUp = false;

  constructor(options: ChatOutboxOptions) {
    this.#options = options;
  }

  /** Resolves to the entry as the relay has it; rejects when it can never be sent. */
  send(entry: ChatEntry): Promise<ChatEntry> {
    return new Promise((resolve, reject) => {
      const pending = { entry, resolve, reject, asked: false };
      this.#pending.set(entry.messageId, pending);
      this.#options.onEntry(entry);
      this.#askNext();
    });
  }

  /** There is a connection again: what the old one may have lost is sent again, in order. */
  rejoined(): void {
    for (const pending of this.#pending.values()) pending.asked = false;
    this.#askNext();
  }

  /** What the relay does not have by now it never gets. */
  close(): void {
    this.#lifetime.abort();
    for (const pending of this.#pending.values()) {
      this.#fail(pending, new CallError('not-joined', 'The call ended before the message was sent.'));
    }
  }

  /** In the order of writing, the oldest first. */
  #askNext(): void {
    let count = 0;
    for (const pending of this.#pending.values()) {
      if (this.#isHeldUp || !this.#options.isJoined()) return;
      count += 1;
      if (count > MAX_ASKED) return;
      if (!pending.asked) this.#ask(pending);
    }
  }

  #ask(pending: Pending): void {
    const { ask, isJoined, clock } = this.#options;
    pending.asked = true;
    const { messageId, text } = pending.entry;
    ask({ type: 'chat', messageId, text }).then(
      (result) => this.#sent(pending, result),
      (error: unknown) => {
        if (!(error instanceof RequestRefused)) {
          // A broken connection answers nothing: rejoined() asks again. A slow relay is asked again here.
          pending.asked = false;
          if (isJoined()) this.#askNext();
        } else if (error.relayCode === 'rate-limited') {
          pending.asked = false;
          if (this.#isHeldUp) return;
          this.#isHeldUp = true;
          const goOn = () => {
            this.#isHeldUp = false;
            this.#askNext();
          };
          clock.after(RATE_LIMITED_DELAY_MS, goOn, this.#lifetime.signal);
        } else {
          this.#fail(pending, error);
          this.#askNext();
        }
      },
    );
  }

  #sent(pending: Pending, result: unknown): void {
    const { entry, resolve } = pending;
    const parsed = v.safeParse(ChatResult, result);
    this.#pending.delete(entry.messageId);
    // A relay that acknowledges without saying more still has the message.
    const sent: ChatEntry = { ...entry, ...(parsed.success ? parsed.output : {}), status: 'sent' };
    this.#options.onEntry(sent);
    resolve(sent);
    this.#askNext();
  }

  #fail(pending: Pending, error: CallError): void {
    this.#pending.delete(pending.entry.messageId);
    this.#options.onEntry({ ...pending.entry, status: 'failed' });
    pending.reject(error);
  }
}
