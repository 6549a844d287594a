/** What metrics ask the rest of the relay for, at the moment they are read. Types only. */

/** How many there are now. */
export interface Census {
  readonly connections: number;
  readonly rooms: number;
  readonly participants: number;
  readonly tracks: number;
  readonly subscriptions: number;
}

/** The way to the other relays; absent where there are none. */
export interface BusFigures {
  readonly state: 'ok' | 'degraded';
  /** Milliseconds since the Unix epoch at which the state became what it is. */
  readonly sinceMs: number;
  /** Empty while it is ok. */
  readonly reason: string;
  /** Messages to itself that this relay did not hear, all of them. */
  readonly missed: number;
  /** Milliseconds from sending to hearing, of the last one heard. */
  readonly roundTripMs: number;
}

/** Read at each look; cheap enough for one every two seconds. */
export interface Figures {
  census(): Census;
  bus(): BusFigures | undefined;
  isDraining(): boolean;
}
