/**
 * Somebody in a room, connected or expected back: name, rights, tracks, subscriptions, way out. Knows nothing of
 * sockets, nor of where a right is asked for.
 */
import type {
  Grant,
  JoinResult,
  Participant as ParticipantState,
  RelayMessage,
  Role,
} from 'stream-room/protocol/control';
import { type Identity, ROLE_GRANTS } from '../auth/identity.ts';
import type { Timer } from '../clock.ts';
import type { Outlet } from '../fanout/outlet.ts';
import type { Track } from './track.ts';

/** The connection that stands for a participant now, or for somebody who waits to be one. */
export interface Presence {
  readonly outlet: Outlet;
  /** It is in the room from this moment on: what the room says next follows this answer. False where it is gone. */
  onSeated(participant: Participant, result: JoinResult): boolean;
  /** The same participant came over a newer connection. */
  onReplaced(): void;
  /** A host wants it gone, or not in. */
  onDismissed(code: DismissalCode, message: string): void;
}

export type DismissalCode = 'removed' | 'not-admitted';

export class Participant {
  /** Held by another relay of the cluster: see remote-participant.ts. */
  readonly isRemote: boolean = false;
  readonly id: string;
  readonly joinedAtMs: number;
  name: string;
  clockOffsetMicros = 0;
  cannotDecode: readonly string[] = [];
  /** Undefined while its connection is broken. */
  presence: Presence | undefined;
  /** Runs while its connection is broken. */
  expiry: Timer | undefined;
  readonly tracks = new Map<number, Track>();
  readonly subscriptions = new Set<Track>();
  #identity: Identity;
  /** What a host made of it: outlives a newer token and a newer connection. */
  #givenRole: Role | undefined;
  #grants: ReadonlySet<Grant>;

  constructor(id: string, name: string, identity: Identity, joinedAtMs: number) {
    this.id = id;
    this.name = name;
    this.joinedAtMs = joinedAtMs;
    this.#identity = identity;
    this.#grants = identity.grants;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** With a newer token; true where its role or grants are others now. */
  renew(identity: Identity): boolean {
    const { role, grants } = this;
    this.#identity = identity;
    this.name = identity.name ?? this.name;
    this.#grants = grantsOf(identity, this.role);
    return role !== this.role || String([...grants]) !== String([...this.#grants]);
  }

  /** The role that a host gave it, if any. */
  get givenRole(): Role | undefined {
    return this.#givenRole;
  }

  get role(): Role {
    return this.#givenRole ?? this.#identity.role;
  }

  set role(role: Role) {
    this.#givenRole = role;
    this.#grants = grantsOf(this.#identity, role);
  }

  get grants(): ReadonlySet<Grant> {
    return this.#grants;
  }

  get state(): ParticipantState {
    return {
      id: this.id,
      name: this.name,
      role: this.role,
      joinedAtMs: this.joinedAtMs,
      connected: this.presence !== undefined,
      clockOffsetMicros: this.clockOffsetMicros,
      tracks: [...this.tracks.values()].map((track) => track.state),
      ...(this.cannotDecode.length > 0 ? { cannotDecode: [...this.cannotDecode] } : {}),
    };
  }

  /** Dropped where it is not connected: a join's answer has the whole state. */
  tell(message: RelayMessage): void {
    this.presence?.outlet.notify(JSON.stringify(message));
  }
}

/** What a role allows, without what the token took from the role that it named. */
function grantsOf(identity: Identity, role: Role): ReadonlySet<Grant> {
  if (role === identity.role) return identity.grants;
  const isWithheld = (grant: Grant) => ROLE_GRANTS[identity.role].has(grant) && !identity.grants.has(grant);
  return new Set([...ROLE_GRANTS[role]].filter((grant) => !isWithheld(grant)));
}
