/** What has to be known of a relay to load it. Knows no relay. */
import type { Peer } from './peer.ts';

export interface Publisher {
  /** The bytes of the next frame; valid until 64 more were made. */
  next(): Buffer;
}

export interface Dialect {
  /** undefined: no HTTP upgrade, the bytes below are all there is. */
  readonly path: string | undefined;
  /** What is offered at the upgrade. */
  readonly subprotocols?: (token: string | undefined) => readonly string[];
  /** Frames are texts here: longer ones than this are counted as such, and not read. */
  readonly countTextsAbove?: number;
  /** Enters a room; resolves when the relay has said so. The token is for those that take it here. */
  enter(peer: Peer, room: string, token?: string): Promise<void>;
  subscribe(peer: Peer, track: number): Promise<void>;
  /** Resolves to the track, for subscribers, and to what makes frames. */
  publish(peer: Peer, room: string): Promise<{ track: number; publisher: Publisher }>;
  /** Texts to everybody in the room, instead of frames. */
  readonly texts?: {
    receive(peer: Peer): void;
    publish(peer: Peer, room: string): Publisher;
  };
}
