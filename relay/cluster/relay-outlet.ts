/**
 * Another relay as a receiver of tracks: what the drop policy lets through goes out as one message per turn. To a track
 * it is one more outlet, which stands for all receivers over there. Knows nothing of rooms.
 */
import type { Channels } from '../bus/bus.ts';
import { SocketOutlet, type Wire } from '../fanout/outlet.ts';
import type { Turn } from '../fanout/turn.ts';
import { encodeMediaBatch } from './media-batch.ts';

export interface MediaWay extends Channels {
  readonly bufferedBytes: number;
}

/** How many receive a track over there, and how many of them fall behind. */
export interface Audience {
  readonly receivers: number;
  readonly struggling: number;
}

const NOBODY: Audience = { receivers: 0, struggling: 0 };

class RelayWire implements Wire {
  readonly #way: MediaWay;
  readonly #channel: string;
  readonly #self: () => string;
  #batch: Uint8Array[] = [];

  constructor(way: MediaWay, channel: string, self: () => string) {
    this.#way = way;
    this.#channel = channel;
    this.#self = self;
  }

  get bufferedBytes(): number {
    return this.#way.bufferedBytes;
  }

  sendPacket(bytes: Uint8Array): void {
    this.#batch.push(bytes);
  }

  /** Relays tell each other nothing this way. */
  sendText(): void {}

  cork(): void {}

  /** The turn is over. */
  uncork(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    // What does not arrive is made up for by the next keyframe.
    this.#way.publish(this.#channel, encodeMediaBatch(this.#self(), batch)).catch(() => {});
  }
}

export class RelayOutlet extends SocketOutlet {
  readonly #audiences = new Map<number, Audience>();

  /** @param self the name of this relay, as it is when a message leaves */
  constructor(way: MediaWay, channel: string, self: () => string, turn: Turn) {
    super(new RelayWire(way, channel, self), turn);
  }

  get trackIds(): number[] {
    return [...this.#audiences.keys()];
  }

  audienceOf(trackId: number): Audience {
    return this.#audiences.get(trackId) ?? NOBODY;
  }

  setAudience(trackId: number, audience: Audience): void {
    if (audience.receivers === 0) this.#audiences.delete(trackId);
    else this.#audiences.set(trackId, audience);
  }
}
