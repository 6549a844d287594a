/** The chat of one room: its order, its last messages, and which ones were said before. Knows nothing of receivers. */
import { randomUUID } from 'node:crypto';
import type { ChatMessage, ChatResult, ChatSinceResult } from 'stream-room/protocol/control';
import { MAX_CHAT_HISTORY } from 'stream-room/protocol/limits';

/** Messages by which a repeat is known: far more than anybody sends between losing a connection and having it back. */
const REMEMBERED = 1_000;

export class Chat {
  /** Of its sequence numbers: the next room of the same name has another one. */
  readonly epoch: string = randomUUID();
  readonly #history: ChatMessage[] = [];
  /** In order of arrival, so that the first is the oldest. */
  readonly #results = new Map<string, ChatResult>();
  #sequence = 0;

  /** The last MAX_CHAT_HISTORY messages, oldest first. */
  get history(): readonly ChatMessage[] {
    return this.#history;
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
    this.#history.push(fresh);
    if (this.#history.length > MAX_CHAT_HISTORY) this.#history.shift();
    this.#results.set(key, result);
    if (this.#results.size > REMEMBERED) {
      for (const oldest of this.#results.keys()) {
        this.#results.delete(oldest);
        break;
      }
    }
    return { result, fresh };
  }

  /** What is still known of what was said after a message; of another epoch nothing is known. */
  since(epoch: string, sequence: number): ChatSinceResult {
    if (epoch !== this.epoch) return { epoch: this.epoch, complete: false, chat: [...this.#history] };
    const chat = this.#history.filter((message) => message.sequence > sequence);
    return { epoch, complete: chat.length === Math.max(0, this.#sequence - sequence), chat };
  }
}
