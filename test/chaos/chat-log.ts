/** What one caller said and was shown in its room's chat, in order and without gaps. Knows nothing of sockets. */
import type { ChatMessage } from 'stream-room/protocol/control';
import type { MemberHistory, Place } from './history.ts';

export class ChatLog {
  /** Said and not acknowledged yet: message id → text. */
  readonly unsaid = new Map<string, string>();
  readonly #acknowledged = new Map<string, Place>();
  readonly #heard: MemberHistory['heard'][number][] = [];
  /** Message id → epoch in which it was shown. */
  readonly #heardIn = new Map<string, string>();
  #last: Place = { epoch: '', sequence: 0 };
  /** The furthest that is known to have been said. */
  #newest: Place = this.#last;

  /** The last place up to which nothing is missing. */
  get last(): Place {
    return this.#last;
  }

  /** Something was said that has not been shown: it is to be asked for, after `last`. */
  get isBehind(): boolean {
    const { epoch, sequence } = this.#newest;
    return epoch !== this.#last.epoch || sequence > this.#last.sequence;
  }

  historyOf(name: string): MemberHistory {
    return { name, acknowledged: this.#acknowledged, heard: this.#heard };
  }

  /** False where it was acknowledged before. */
  acknowledge(messageId: string, place: Place): boolean {
    if (!this.unsaid.delete(messageId)) return false;
    this.#acknowledged.set(messageId, place);
    // One's own message is the next of the room where nothing else came between.
    if (this.#isNext(place)) this.#last = place;
    this.#note(place);
    return true;
  }

  /** Shown where it is the next; otherwise something before it is missing. */
  hear(epoch: string, message: ChatMessage, ownId: string): void {
    const place = { epoch, sequence: message.sequence };
    if (this.#isNext(place)) this.#show(place, message, ownId);
    this.#note(place);
  }

  /** From a join: the last of what was said. What it does not reach back to is still to be asked for. */
  joined(epoch: string, chat: readonly ChatMessage[], ownId: string): void {
    const first = chat[0]?.sequence ?? 0;
    const isNew = this.#last.epoch === '';
    if (isNew || epoch !== this.#last.epoch || first <= this.#last.sequence + 1) this.catchUp(epoch, chat, ownId);
    else this.#note({ epoch, sequence: chat.at(-1)?.sequence ?? 0 });
  }

  /** From a question after `last`: what is not among it is gone. */
  catchUp(epoch: string, chat: readonly ChatMessage[], ownId: string): void {
    if (epoch !== this.#last.epoch) {
      this.#last = { epoch, sequence: 0 };
      this.#newest = this.#last;
    }
    if (chat.length === 0) this.#newest = this.#last;
    for (const message of chat) {
      if (message.sequence > this.#last.sequence) this.#show({ epoch, sequence: message.sequence }, message, ownId);
    }
  }

  #note(place: Place): void {
    if (place.epoch !== this.#newest.epoch || place.sequence > this.#newest.sequence) this.#newest = place;
  }

  #isNext({ epoch, sequence }: Place): boolean {
    return epoch === this.#last.epoch && sequence === this.#last.sequence + 1;
  }

  #show(place: Place, { messageId, participantId }: ChatMessage, ownId: string): void {
    this.#last = place;
    this.#note(place);
    if (participantId === ownId) return;
    // What was appended again in a new epoch keeps its id, by which a client knows it. In the same epoch it is a fault, and noted.
    if ((this.#heardIn.get(messageId) ?? place.epoch) !== place.epoch) return;
    this.#heardIn.set(messageId, place.epoch);
    this.#heard.push({ ...place, messageId, from: participantId });
  }
}
