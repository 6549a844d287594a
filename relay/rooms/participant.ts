/** Somebody in a room, connected or expected back: name, tracks, subscriptions, way out. Knows nothing of sockets. */
import type { Participant as ParticipantState, RelayMessage } from 'stream-room/protocol/control';
import type { Timer } from '../clock.ts';
import type { Outlet } from '../fanout/outlet.ts';
import type { Track } from './track.ts';

/** The connection that stands for a participant now. */
export interface Presence {
  readonly outlet: Outlet;
  /** The same participant came over a newer connection. */
  onReplaced(): void;
}

export class Participant {
  readonly id: string;
  readonly joinedAtMs: number;
  name: string;
  clockOffsetMicros = 0;
  /** Undefined while its connection is broken. */
  presence: Presence | undefined;
  /** Runs while its connection is broken. */
  expiry: Timer | undefined;
  readonly tracks = new Map<number, Track>();
  readonly subscriptions = new Set<Track>();

  constructor(id: string, name: string, joinedAtMs: number) {
    this.id = id;
    this.name = name;
    this.joinedAtMs = joinedAtMs;
  }

  get state(): ParticipantState {
    return {
      id: this.id,
      name: this.name,
      joinedAtMs: this.joinedAtMs,
      connected: this.presence !== undefined,
      clockOffsetMicros: this.clockOffsetMicros,
      tracks: [...this.tracks.values()].map((track) => track.state),
    };
  }

  /** Dropped where it is not connected: a join's answer has the whole state. */
  tell(message: RelayMessage): void {
    this.presence?.outlet.notify(JSON.stringify(message));
  }
}
