/** The chat of one room: its order, its last messages, and which ones were said before. Knows nothing of receivers. */
import { randomUUID } from 'node:crypto';
import type { ChatMessage, ChatResult, ChatSinceResult } from 'stream-room/protocol/control';
import { MAX_CHAT_HISTORY } from 'stream-room/protocol/limits';

/** Messages by which a repeat is known: far more than anybody sends between losing a connection and having it back. */
const REMEMBERED = 1_000;
/** Messages kept for those who come back: half a minute of a hall where thirty speak at once. */
const MAX_KEPT = 1_000;
/** Characters of all that is kept, so that rooms full of the longest messages do not fill the memory. */
const MAX_KEPT_LENGTH = 1_000_000;

/** Far enough along to answer what was said since: the last message kept has the number `head`. */
export interface ChatPage {
  readonly epoch: string;
  readonly head: number;
  /** What follows a number, so many at most; the first ones of what is kept where that is less. */
  after(sequence: number, count: number): readonly ChatMessage[];
  last(count: number): readonly ChatMessage[];
}

/**
 * What was said after a message: the first MAX_CHAT_HISTORY of them, so whoever lacks more asks again after the last one.
 * Of another epoch nothing is known: the last ones of this one.
 */
export function chatSince(page: ChatPage, epoch: string, sequence: number): ChatSinceResult {
  if (epoch !== page.epoch) return { epoch: page.epoch, complete: false, chat: [...page.last(MAX_CHAT_HISTORY)] };
  const chat = [...page.after(sequence, MAX_CHAT_HISTORY)];
  const complete = chat[0] === undefined ? page.head <= sequence : chat[0].sequence === sequence + 1;
  return { epoch, complete, chat };
}

export class Chat implements ChatPage {
  /** Of its sequence numbers: the next room of the same name has another one. */
  readonly epoch: string = randomUUID();
  readonly #kept: ChatMessage[] = [];
  #keptLength = 0;
  /** In order of arrival, so that the first is the oldest. */
  readonly #results = new Map<string, ChatResult>();
  #sequence = 0;

  get head(): number {
    return this.#sequence;
  }

  /** The last MAX_CHAT_HISTORY messages, oldest first. */
  get history(): readonly ChatMessage[] {
    return this.last(MAX_CHAT_HISTORY);
  }

  last(count: number): readonly ChatMessage[] {
    return this.#kept.slice(-count);
  }

  after(sequence: number, count: number): readonly ChatMessage[] {
    const from = Math.max(0, this.#kept.length - (this.#sequence - sequence));
    return this.#kept.slice(from, from + count);
  }

  /** `fresh` is undefined for a message that this participant has sent before. */
  add(message: Omit<ChatMessage, 'sequence'>): { result: ChatResult; fresh: ChatMessage | undefined } {
    // With the sender's id, so that nobody can take another's message id first.
    const key = `${message.participantId} ${message.messageId}`;
    const known = this.#results.get(key);
    if (known) return { result: known, fresh: undefined };
    this.#sequence += 1;
    const fresh = { ...message, sequence: this.#sequence };
    const result = { epoch: this.epoch, sequence: fresh.sequence, atMs: fresh.atMs };
    this.#keep(fresh);
    this.#results.set(key, result);
    if (this.#results.size > REMEMBERED) {
      for (const oldest of this.#results.keys()) {
        this.#results.delete(oldest);
        break;
      }
    }
    return { result, fresh };
  }

  /** What is still known of what was said after a message, a page at a time. */
  since(epoch: string, sequence: number): ChatSinceResult {
    return chatSince(this, epoch, sequence);
  }

  #keep(message: ChatMessage): void {
    this.#kept.push(message);
    this.#keptLength += message.text.length;
    while (this.#kept.length > MAX_KEPT || (this.#keptLength > MAX_KEPT_LENGTH && this.#kept.length > 1)) {
      this.#keptLength -= this.#kept.shift()?.text.length ?? 0;
    }
  }
}
