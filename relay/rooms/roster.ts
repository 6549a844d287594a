/** Who is in a room, and the only ways in which they are told things. Knows nothing of who may do what. */
import type { Participant as ParticipantState, RelayMessage } from 'stream-room/protocol/control';
import type { Participant } from './participant.ts';
import { RequestError } from './request-error.ts';

export class Roster {
  readonly #participants = new Map<string, Participant>();
  readonly #onUpdated: (participant: Participant) => void;

  /** @param onUpdated somebody's state is another one, or somebody is new; the others have been told */
  constructor(onUpdated: (participant: Participant) => void = () => {}) {
    this.#onUpdated = onUpdated;
  }

  /** In order of joining, as they come and go. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  get size(): number {
    return this.#participants.size;
  }

  /** In order of joining, whichever relay they joined at. */
  get states(): ParticipantState[] {
    const states = [...this.#participants.values()].map(({ state }) => state);
    return states.sort((a, b) => a.joinedAtMs - b.joinedAtMs);
  }

  /** Whether anybody is here, rather than at another relay. */
  get hasLocal(): boolean {
    for (const { isRemote } of this.#participants.values()) if (!isRemote) return true;
    return false;
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

  /** In the place of whoever had this id. */
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
    this.#onUpdated(participant);
  }

  /** Somebody is here who was not, to everybody else. */
  tellJoined(participant: Participant): void {
    this.tellOthers(participant, { type: 'participant-joined', participant: participant.state });
    this.#onUpdated(participant);
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
  send(message: RelayMessage, from: Pick<Participant, 'id'>, to: readonly string[] | undefined): void {
    const receivers = to && new Set([...new Set(to)].map((id) => this.find(id)));
    this.#tell(message, (each) => (receivers ? receivers.has(each) : each.id !== from.id));
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
