/** Who is in a room, and the only ways in which they are told things. Knows nothing of who may do what. */
import type { Participant as ParticipantState, RelayMessage } from 'stream-room/protocol/control';
import type { Participant } from './participant.ts';
import { RequestError } from './request-error.ts';

export class Roster {
  readonly #participants = new Map<string, Participant>();

  /** In order of joining, as they come and go. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  get size(): number {
    return this.#participants.size;
  }

  get states(): ParticipantState[] {
    return [...this.#participants.values()].map(({ state }) => state);
  }

  /** Whether anybody may let others in; one whose connection is broken is expected back. */
  get hasHost(): boolean {
    return [...this.#participants.values()].some(isHost);
  }

  get(id: string): Participant | undefined {
    return this.#participants.get(id);
  }

  /** Throws RequestError where there is no such participant. */
  find(id: string): Participant {
    const participant = this.#participants.get(id);
    if (participant) return participant;
    throw new RequestError('unknown-participant', `Nobody in this room has the id "${id}". Nothing was sent or done.`);
  }

  add(participant: Participant): void {
    this.#participants.set(participant.id, participant);
  }

  /** False where it was gone before. */
  delete(participant: Participant): boolean {
    return this.#participants.get(participant.id) === participant && this.#participants.delete(participant.id);
  }

  /** Its new state, to everybody else. */
  tellUpdated(participant: Participant): void {
    this.tellOthers(participant, { type: 'participant-updated', participant: participant.state });
  }

  tellAll(message: RelayMessage): void {
    this.#tell(message, () => true);
  }

  tellOthers(except: Participant, message: RelayMessage): void {
    this.#tell(message, (each) => each !== except);
  }

  tellHosts(message: RelayMessage): void {
    this.#tell(message, isHost);
  }

  /** To whom it names, or to everybody else; who is not connected now misses it. Throws RequestError. */
  send(message: RelayMessage, from: Participant, to: readonly string[] | undefined): void {
    if (!to) {
      this.tellOthers(from, message);
      return;
    }
    const receivers = new Set([...new Set(to)].map((id) => this.find(id)));
    this.#tell(message, (each) => receivers.has(each));
  }

  /** Written as JSON once, however many receive it. */
  #tell(message: RelayMessage, isMeant: (participant: Participant) => boolean): void {
    const text = JSON.stringify(message);
    for (const participant of this.#participants.values()) {
      if (isMeant(participant)) participant.presence?.outlet.notify(text);
    }
  }
}

/** Whoever may moderate, whatever its role is called. */
export const isHost = ({ grants }: Pick<Participant, 'grants'>): boolean => grants.has('moderate');
