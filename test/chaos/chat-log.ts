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

  /** The last place up to which nothing is missing. */
  get last(): Place {
    return this.#last;
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
    return true;
  }

  /** False where something before it is missing. */
  hear(epoch: string, message: ChatMessage, ownId: string): boolean {
    const place = { epoch, sequence: message.sequence };
    if (epoch === this.#last.epoch && place.sequence <= this.#last.sequence) return true;
    if (!this.#isNext(place)) return false;
    this.#show(place, message, ownId);
    return true;
  }

  /** From a join or a chat-since: all there is after what is known. */
  catchUp(epoch: string, chat: readonly ChatMessage[], ownId: string): void {
    if (epoch !== this.#last.epoch) this.#last = { epoch, sequence: 0 };
    for (const message of chat) {
      if (message.sequence > this.#last.sequence) this.#show({ epoch, sequence: message.sequence }, message, ownId);
    }
  }

  #isNext({ epoch, sequence }: Place): boolean {
    return epoch === this.#last.epoch && sequence === this.#last.sequence + 1;
  }

  #show(place: Place, { messageId, participantId }: ChatMessage, ownId: string): void {
    this.#last = place;
    if (participantId === ownId) return;
    // What was appended again in a new epoch keeps its id, by which a client knows it. In the same epoch it is a fault, and noted.
    if ((this.#heardIn.get(messageId) ?? place.epoch) !== place.epoch) return;
    this.#heardIn.set(messageId, place.epoch);
    this.#heard.push({ ...place, messageId, from: participantId });
  }
}
