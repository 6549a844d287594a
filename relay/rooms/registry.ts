/** Which rooms there are: made on first join, gone with their last participant. Knows nothing of what happens in one. */
import { randomInt } from 'node:crypto';
import type { Clock, Timer } from '../clock.ts';
import { SocketOutlet, type Wire } from '../fanout/outlet.ts';
import { Turn } from '../fanout/turn.ts';
import { Room, type RoomSettings } from './room.ts';
import type { TrackIds } from './room-tracks.ts';
import { DEMAND_INTERVAL_MS } from './track.ts';

const MAX_TRACK_ID = 0xffff_ffff;

export class Registry {
  readonly #clock: Clock;
  readonly #settings: RoomSettings;
  readonly #rooms = new Map<string, Room>();
  /** Runs while there are rooms. */
  #measuring: Timer | undefined;
  readonly #trackIds = createTrackIds();
  readonly #turn: Turn;

  constructor(clock: Clock, settings: RoomSettings) {
    this.#clock = clock;
    this.#turn = new Turn(clock);
    this.#settings = settings;
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** The way out over one connection; a participant that comes back over another one gets another. */
  createOutlet(wire: Wire): SocketOutlet {
    return new SocketOutlet(wire, this.#turn);
  }

  open(name: string): Room {
    const known = this.#rooms.get(name);
    if (known) return known;
    const room = new Room({
      clock: this.#clock,
      settings: this.#settings,
      trackIds: this.#trackIds,
      onEmpty: () => this.#close(name),
    });
    this.#rooms.set(name, room);
    this.#measuring ??= this.#clock.every(DEMAND_INTERVAL_MS, () => {
      for (const each of this.#rooms.values()) each.tracks.measureDemand();
    });
    return room;
  }

  #close(name: string): void {
    this.#rooms.delete(name);
    if (this.#rooms.size > 0) return;
    this.#measuring?.cancel();
    this.#measuring = undefined;
  }
}

/** Random, so that nobody can tell from their own ids those of another room. */
function createTrackIds(): TrackIds {
  const used = new Set<number>();
  return {
    mint() {
      let id = randomInt(1, MAX_TRACK_ID + 1);
      while (used.has(id)) id = randomInt(1, MAX_TRACK_ID + 1);
      used.add(id);
      return id;
    },
    release: (id) => used.delete(id),
  };
}
