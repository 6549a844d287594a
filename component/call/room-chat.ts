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
/** ms: a relay that refused to say what is missing (it counts the questions), or did not answer, is asked again. */
const ASK_AGAIN_MS = 1_000;

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
    if (this.#order.missingAfter !== undefined) this.#lookIn(OVERTAKING_MS);
  }

  #lookIn(ms: number): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const look = () => {
      this.#isWaiting = false;
      if (this.#order.missingAfter !== undefined) this.#fill();
    };
    this.#options.clock.after(ms, look, this.#lifetime.signal);
  }

  #told(epoch: string, chat: readonly ChatMessage[], isWhole = true): void {
    const ownId = this.#options.ownId();
    this.#options.onEntries(chat.map((message) => receivedEntry(message, epoch, ownId)));
    this.#order.told(
      epoch,
      chat.map(({ sequence }) => sequence),
      isWhole,
    );
  }

  /** Until nothing is missing: an answer holds only so many. */
  async #askForMissing(): Promise<void> {
    for (let after = this.#order.missingAfter; after !== undefined; after = this.#order.missingAfter) {
      // The next join asks.
      if (!this.#options.isJoined()) return;
      const answer = await this.#options.ask({ type: 'chat-since', ...after }).catch(() => undefined);
      const result = v.safeParse(ChatSinceResult, answer);
      if (!result.success) {
        // Nobody may ever say anything again that would make us ask.
        this.#lookIn(ASK_AGAIN_MS);
        return;
      }
      const { epoch, chat, complete } = result.output;
      this.#told(epoch, chat, complete);
      const next = this.#order.missingAfter;
      if (next?.epoch === after.epoch && next.sequence === after.sequence) this.#order.giveUp();
    }
  }
}
