/** Which rooms there are: made on first join, gone with their last participant. Knows nothing of what happens in one. */
import { randomInt } from 'node:crypto';
import type { Clock, Timer } from '../clock.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { SocketOutlet, type Wire } from '../fanout/outlet.ts';
import { Turn } from '../fanout/turn.ts';
import type { Counters } from '../metrics/counters.ts';
import { BarredMemory } from './barred.ts';
import { RequestError } from './request-error.ts';
import { Room, type RoomSettings } from './room.ts';
import type { TrackIds } from './room-tracks.ts';
import { DEMAND_INTERVAL_MS } from './track.ts';

const MAX_TRACK_ID = 0xffff_ffff;

export interface RegistrySettings extends RoomSettings {
  readonly maxRooms?: number;
}

export class Registry {
  readonly #clock: Clock;
  readonly #settings: RegistrySettings;
  readonly #rooms = new Map<string, Room>();
  /** Runs while there are rooms. */
  #measuring: Timer | undefined;
  readonly #trackIds = createTrackIds();
  readonly #turn: Turn;
  readonly #barred: BarredMemory;
  /** Relays that may have the same rooms; absent where this is the only one. */
  cluster: Cluster | undefined;

  constructor(clock: Clock, settings: RegistrySettings) {
    this.#clock = clock;
    this.#turn = new Turn(clock);
    this.#settings = settings;
    this.#barred = new BarredMemory(clock);
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** How many there are in all rooms now. */
  census(): { rooms: number; participants: number; tracks: number; subscriptions: number } {
    const sum = { rooms: this.#rooms.size, participants: 0, tracks: 0, subscriptions: 0 };
    for (const { tracks } of this.#rooms.values()) {
      const { participants, published, received } = tracks.census;
      sum.participants += participants;
      sum.tracks += published;
      sum.subscriptions += received;
    }
    return sum;
  }

  /** The way out over one connection; a participant that comes back over another one gets another. */
  createOutlet(wire: Wire, counters?: Counters): SocketOutlet {
    return new SocketOutlet(wire, this.#turn, counters);
  }

  /** To be joined at once: a room that nobody is in ends with the next join that is refused. Throws RequestError. */
  open(name: string): Room {
    const known = this.#rooms.get(name);
    if (known) return known;
    const { maxRooms = Number.POSITIVE_INFINITY } = this.#settings;
    if (this.#rooms.size >= maxRooms) {
      throw new RequestError('unavailable', `This relay has its ${maxRooms} rooms. Try again later.`);
    }
    const barred = this.#barred.take(name);
    const room: Room = new Room({
      name,
      barred,
      cluster: this.cluster,
      clock: this.#clock,
      settings: this.#settings,
      trackIds: this.#trackIds,
      onEmpty: () => {
        // An abandoned room may end again, when another one has its name.
        if (this.#rooms.get(name) !== room) return;
        this.#barred.keep(name, barred);
        this.#close(name);
      },
    });
    this.#rooms.set(name, room);
    this.#measuring ??= this.#clock.every(DEMAND_INTERVAL_MS, () => {
      for (const each of this.#rooms.values()) each.tracks.measureDemand();
    });
    return room;
  }

  /** The other relays have taken everybody here for lost. */
  abandon(): void {
    for (const room of [...this.#rooms.values()]) room.abandon();
  }

  /** One turn of the event loop for all that is sent. */
  get turn(): Turn {
    return this.#turn;
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
