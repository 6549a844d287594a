/**
 * The chat of one stay in a room: sends one's own messages, and sees to it that none of the others' is missing. Knows
 * nothing of how the chat is shown.
 */
import * as v from 'valibot';
import { type ChatMessage, ChatSinceResult, type JoinResult, type RelayMessage } from '../protocol/control.ts';
import type { Clock } from '../support/clock.ts';
import { coalesce } from '../support/coalesce.ts';
import type { ChatEntry } from './call-state.ts';
import { receivedEntry } from './chat-log.ts';
import { ChatOrder } from './chat-order.ts';
import { ChatOutbox } from './chat-outbox.ts';
import type { RequestBody } from './requests.ts';

export interface RoomChatOptions {
  readonly ask: (body: RequestBody) => Promise<unknown>;
  readonly isJoined: () => boolean;
  readonly clock: Clock;
  readonly ownId: () => string | undefined;
  readonly onEntries: (entries: readonly ChatEntry[]) => void;
}

/** ms: between relays a message may be overtaken by a later one, or by the receipt of one's own. */
const OVERTAKING_MS = 400;

export class RoomChat {
  readonly #options: RoomChatOptions;
  readonly #lifetime = new AbortController();
  readonly #order = new ChatOrder();
  readonly #outbox: ChatOutbox;
  readonly #fill = coalesce(() => this.#askForMissing());
  #isWaiting = false;

  constructor(options: RoomChatOptions) {
    const { ask, isJoined, clock, onEntries } = options;
    this.#options = options;
    this.#outbox = new ChatOutbox({
      ask,
      isJoined,
      clock,
      onEntry: (entry) => {
        onEntries([entry]);
        if (entry.status === 'sent' && entry.epoch !== undefined && entry.sequence !== undefined) {
          this.#heard(entry.epoch, entry.sequence);
        }
      },
    });
  }

  /** Resolves when the relay has it. */
  send(entry: ChatEntry): Promise<ChatEntry> {
    return this.#outbox.send(entry);
  }

  joined({ epoch, chat }: JoinResult): void {
    this.#told(epoch, chat);
    this.#outbox.rejoined();
    // Longer away than what a join brings: the relay may still have what lies between.
    if (this.#order.missingAfter !== undefined) this.#fill();
  }

  delivered({ epoch, message }: Extract<RelayMessage, { type: 'chat' }>): void {
    this.#options.onEntries([receivedEntry(message, epoch, this.#options.ownId())]);
    this.#heard(epoch, message.sequence);
  }

  /** What the relay does not have by now it never gets. */
  close(): void {
    this.#lifetime.abort();
    this.#outbox.close();
  }

  #heard(epoch: string, sequence: number): void {
    this.#order.heard(epoch, sequence);
    if (this.#order.missingAfter === undefined || this.#isWaiting) return;
    this.#isWaiting = true;
    const look = () => {
      this.#isWaiting = false;
      if (this.#order.missingAfter !== undefined) this.#fill();
    };
    this.#options.clock.after(OVERTAKING_MS, look, this.#lifetime.signal);
  }

  #told(epoch: string, chat: readonly ChatMessage[]): void {
    const ownId = this.#options.ownId();
    this.#options.onEntries(chat.map((message) => receivedEntry(message, epoch, ownId)));
    this.#order.told(
      epoch,
      chat.map(({ sequence }) => sequence),
    );
  }

  async #askForMissing(): Promise<void> {
    const after = this.#order.missingAfter;
    if (after === undefined || !this.#options.isJoined()) return;
    // Without an answer the next message, or the next join, asks again.
    const answer = await this.#options.ask({ type: 'chat-since', ...after }).catch(() => undefined);
    const result = v.safeParse(ChatSinceResult, answer);
    if (!result.success) return;
    this.#told(result.output.epoch, result.output.chat);
    this.#order.giveUp();
  }
}
