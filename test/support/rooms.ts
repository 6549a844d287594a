/** Rooms without sockets: participants that join, break off and come back, time in the test's hand. */
import { micros } from 'stream-room/protocol/units';
import type { Participant } from '../../relay/rooms/participant.ts';
import { Registry } from '../../relay/rooms/registry.ts';
import { RequestError } from '../../relay/rooms/request-error.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryOutlet } from './memory-outlet.ts';

export function createRooms({ maxParticipants = 10, room: name = 'room' } = {}) {
  const clock = new ManualClock();
  const registry = new Registry(clock, { maxParticipants, resumeWindowMs: 30_000 });
  const room = () => registry.open(name);

  const join = (id: string) => {
    const outlet = new MemoryOutlet();
    let replaced = false;
    const presence = {
      outlet,
      onReplaced: () => {
        replaced = true;
      },
    };
    const displayName = id.charAt(0).toUpperCase() + id.slice(1);
    const { participant, result } = room().join(id, displayName, presence);
    room().tracks.resume(participant);
    return { participant, result, outlet, presence, wasReplaced: () => replaced };
  };

  const drop = ({ participant, presence }: ReturnType<typeof join>) => room().disconnect(participant, presence);

  const route = (publisher: Participant, trackId: number, bytes = new Uint8Array(1)) => {
    const header = { trackId, sequence: 0, timestamp: micros(0), keyframe: true, configured: true };
    publisher.tracks.get(trackId)?.route({ ...header, rendition: 0, temporalLayer: 0 }, bytes);
  };

  return { clock, registry, room, join, drop, route };
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
