/**
 * Somebody in a room who is connected to another relay: what that relay says of them. Told nothing here; who wants to
 * reach them goes through that relay. Knows nothing of how.
 */
import type { Grant, Participant as ParticipantState, Role } from 'stream-room/protocol/control';
import type { Identity } from '../auth/identity.ts';
import { Participant } from './participant.ts';

/** What relays tell each other of a participant. */
export interface ParticipantRecord {
  readonly state: ParticipantState;
  readonly identity: Omit<Identity, 'grants'> & { readonly grants: readonly Grant[] };
  readonly givenRole?: Role | undefined;
}

export class RemoteParticipant extends Participant {
  override readonly isRemote = true;
  #relay: string;
  #state: ParticipantState;

  constructor(record: ParticipantRecord, relay: string) {
    super(record.state.id, record.state.name, identityOf(record), record.state.joinedAtMs);
    this.#relay = relay;
    this.#state = record.state;
    this.apply(record, relay);
  }

  /** The name of the relay that holds them. */
  get relay(): string {
    return this.#relay;
  }

  override get state(): ParticipantState {
    return this.#state;
  }

  apply(record: ParticipantRecord, relay: string): void {
    this.#relay = relay;
    this.#state = record.state;
    this.renew(identityOf(record));
    this.name = record.state.name;
    if (record.givenRole !== undefined) this.role = record.givenRole;
  }
}

export const recordOf = (participant: Participant): ParticipantRecord => ({
  state: participant.state,
  identity: { ...participant.identity, grants: [...participant.identity.grants] },
  givenRole: participant.givenRole,
});

function identityOf({ identity }: ParticipantRecord): Identity {
  // JSON leaves out what is undefined.
  const { subject, room, name, role, grants, maxBitrateBps, expiresAtMs, native } = identity;
  return { subject, room, name, role, grants: new Set(grants), maxBitrateBps, expiresAtMs, native };
}
