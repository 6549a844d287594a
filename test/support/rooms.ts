/** Rooms without sockets: participants that join, break off and come back, time in the test's hand. */
import type { JoinResult } from 'stream-room/protocol/control';
import { micros } from 'stream-room/protocol/units';
import { ANYBODY, type Identity, ROLE_GRANTS } from '../../relay/auth/identity.ts';
import type { Participant, Presence } from '../../relay/rooms/participant.ts';
import { Registry } from '../../relay/rooms/registry.ts';
import { RequestError } from '../../relay/rooms/request-error.ts';
import type { Entrance } from '../../relay/rooms/room.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryOutlet } from './memory-outlet.ts';

/** Whoever a token of this role, and with these changes, would speak for. */
export const identityOf = (role: Identity['role'], change: Partial<Identity> = {}): Identity => ({
  ...ANYBODY,
  role,
  grants: ROLE_GRANTS[role],
  ...change,
});

/** A connection that notes what becomes of it. */
export class MemoryPresence implements Presence {
  readonly outlet = new MemoryOutlet();
  participant: Participant | undefined;
  /** Of each time that it was seated. */
  readonly results: JoinResult[] = [];
  dismissed: string | undefined;
  wasReplaced = false;
  /** Its connection ended before it was seated. */
  isGone = false;

  onSeated(participant: Participant, result: JoinResult): boolean {
    this.participant = participant;
    this.results.push(result);
    return !this.isGone;
  }

  onReplaced(): void {
    this.wasReplaced = true;
  }

  onDismissed(code: string): void {
    this.dismissed = code;
  }
}

export interface JoinOptions {
  readonly identity?: Identity;
  readonly proof?: string;
}

export function createRooms({ maxParticipants = 10, maxRooms = 5_000, room: name = 'room' } = {}) {
  const clock = new ManualClock();
  const registry = new Registry(clock, { maxParticipants, maxRooms, resumeWindowMs: 30_000 });
  const room = () => registry.open(name);

  /** Comes to the door: seated, or waiting. */
  const knock = (id: string, { identity = ANYBODY, proof }: JoinOptions = {}) => {
    const presence = new MemoryPresence();
    const displayName = id.charAt(0).toUpperCase() + id.slice(1);
    // Alone, a relay knows at once.
    const outcome = room().join({ participantId: id, name: displayName, identity, proof }, presence) as Entrance;
    return { presence, outlet: presence.outlet, outcome };
  };

  /** Comes in at once. */
  const join = (id: string, options?: JoinOptions) => {
    const { presence, outlet } = knock(id, options);
    const { participant } = presence;
    const [result] = presence.results;
    if (!participant || !result) throw new Error(`${id} was not seated.`);
    room().tracks.resume(participant);
    return { participant, result, outlet, presence, wasReplaced: () => presence.wasReplaced };
  };

  const drop = ({ participant, presence }: Pick<ReturnType<typeof join>, 'participant' | 'presence'>) =>
    room().disconnect(participant, presence);

  const route = (publisher: Participant, trackId: number, bytes = new Uint8Array(1)) => {
    const header = { trackId, sequence: 0, timestamp: micros(0), keyframe: true, configured: true };
    publisher.tracks.get(trackId)?.route({ ...header, rendition: 0, temporalLayer: 0 }, bytes);
  };

  return { clock, registry, room, knock, join, drop, route };
}

/** The code with which something was refused; undefined where it was not. */
export function refusal(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof RequestError) return error.code;
    throw error;
  }
}
