/**
 * How relays reach each other: messages on channels, small ones that must arrive and media that may be dropped, each on a
 * way of its own. A port: knows nothing of who says what.
 */

export type OnMessage = (bytes: Buffer) => void;

export interface Channels {
  /** Resolves with the number of receivers, one's own subscription among them. Rejects with BusError. */
  publish(channel: string, bytes: string | Uint8Array): Promise<number>;
  /**
   * One receiver per channel. Resolves once it receives; rejects with BusError where that takes too long, and receives
   * nevertheless as soon as the way is there. Ends with `unsubscribe`.
   */
  subscribe(channel: string, onMessage: OnMessage): Promise<void>;
  unsubscribe(channel: string): void;
}

export interface Bus extends Channels {
  readonly media: Channels & {
    /** What has not left this process yet: a measure of how far the way to the others is behind. */
    readonly bufferedBytes: number;
  };
  /** Resolves when all ways are open; rejects with BusError where that takes too long. They open nevertheless. */
  untilReady(): Promise<void>;
  /** Called when messages may have been missed: the way in was broken and is there again. */
  onGap(listener: () => void): void;
  /** Gives the ways in up, and builds them anew: they are open and bring nothing. */
  rebuild(): void;
  close(): Promise<void>;
}

/** The other relays cannot be reached now; the same call may succeed in some seconds. */
export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code = 'unavailable';
}
