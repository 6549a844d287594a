/**
 * What the relays of a cluster know together: which of them live, who is in a room and over which relay, what holds for
 * the room, and its chat. Every change is one atomic step that tells all relays of it over the room's channel. A port:
 * knows nothing of where it is kept, nor of what the bodies say.
 */
import { RESUME_WINDOW_MS } from 'stream-room/protocol/limits';

/** A relay that was not heard of for so long is dead. */
export const LEASE_TTL_MS = 10_000;
/** Everything of a room that no relay touches goes away by itself after this. */
export const ROOM_TTL_MS = 10 * 60 * 1_000;
/** Messages kept of a room's chat, and known again when they are sent again. */
export const MAX_CHAT_KEPT = 1_000;
/** Who was lost with their relay may come back to what was said, so the room is kept for so long. */
export const LOST_KEPT_MS = RESUME_WINDOW_MS;
/** The last who left a room: whoever did not hear of it need not wait to see whether they come back. */
export const MAX_LEFT = 32;
/** Of a room; a host who removes more has a room that wants a lock. */
export const MAX_BARRED = 2_000;

/** One participant, as one relay holds it. */
export interface Held {
  /** The incarnation of the relay. */
  readonly relay: string;
  /** Grows with each claim of the participant, whichever relay claims it: the newest session wins. */
  readonly counter: number;
  readonly body: string;
}

/** Somebody who left. */
export interface Left {
  /** Of the session that ended. */
  readonly counter: number;
  readonly reason: string;
}

export interface RoomFacts {
  readonly locked: boolean;
  readonly waitingRoom: boolean;
  /** Of a room with a secret: the hash of its proof, of whoever was first. */
  readonly proof: string | undefined;
  readonly barred: readonly string[];
}

export interface FactsChange {
  readonly locked?: boolean | undefined;
  readonly waitingRoom?: boolean | undefined;
  /** Added to those who are. */
  readonly barred?: readonly string[] | undefined;
}

export const NO_FACTS: RoomFacts = { locked: false, waitingRoom: false, proof: undefined, barred: [] };

export const withChange = (facts: RoomFacts, { locked, waitingRoom, barred = [] }: FactsChange): RoomFacts => ({
  locked: locked ?? facts.locked,
  waitingRoom: waitingRoom ?? facts.waitingRoom,
  proof: facts.proof,
  barred: [...new Set([...facts.barred, ...barred])],
});

/** How far a room has come; another version or head than one knows is a message that was missed. */
export interface RoomHeads {
  readonly version: number;
  readonly epoch: string;
  readonly head: number;
}

export interface ChatLine {
  /** Whoever sends the same again sends the same key. */
  readonly key: string;
  readonly atMs: number;
  /** A JSON object. */
  readonly body: string;
}

export interface RoomRecord extends RoomHeads {
  /** Another one than before: what was known of the room has been forgotten in between. */
  readonly born: number;
  /** By participant id; of relays that live. */
  readonly roster: ReadonlyMap<string, Held>;
  /** By participant id, the last ones. */
  readonly left: ReadonlyMap<string, Left>;
  /** By relay. */
  readonly waiting: ReadonlyMap<string, string>;
  readonly facts: RoomFacts;
  /** The last messages, oldest first; the last one has the sequence number `head`. */
  readonly chat: readonly ChatLine[];
}

export interface Appended {
  readonly epoch: string;
  readonly sequence: number;
  readonly atMs: number;
}

/** Rooms are named by their hash. All calls may reject with BusError, those that change anything with FencedError. */
export interface ClusterStore {
  /** Makes a relay live, or live on. */
  acquire(relay: string): Promise<void>;
  /** The same for one that lives; false where it did not, and does not now. */
  renew(relay: string): Promise<boolean>;
  drop(relay: string): Promise<void>;
  areAlive(relays: readonly string[]): Promise<readonly boolean[]>;

  /** Everything about a room, and its beginning where there was none. @param proof becomes the room's where it has none */
  open(room: string, proof?: string): Promise<RoomRecord>;
  /** Also keeps the rooms from going away. */
  check(rooms: readonly string[]): Promise<readonly RoomHeads[]>;

  /** Takes a participant over from whoever held it; resolves with the counter of this session. */
  claim(room: string, relay: string, participantId: string, body: string): Promise<number>;
  /** A newer state; false where somebody else claimed the participant since. */
  put(room: string, relay: string, participantId: string, counter: number, body: string): Promise<boolean>;
  /** Gone for good; nothing where somebody else holds it. With the last one the room ends, but for who was
   * barred; where somebody was lost with a relay, LOST_KEPT_MS later. */
  release(room: string, relay: string, participantId: string, counter: number, reason: string): Promise<void>;
  change(room: string, relay: string, change: FactsChange): Promise<void>;
  /** Who waits at this relay; empty for nobody. */
  setWaiting(room: string, relay: string, body: string): Promise<void>;

  /** Once per key; the same key again has the same answer and no effect. */
  append(room: string, relay: string, line: ChatLine): Promise<Appended>;
  /**
   * Adds what is missing of these, in order of their times. Where anything was, the chat has a new epoch.
   */
  merge(room: string, relay: string, lines: readonly ChatLine[]): Promise<void>;

  /** True the first time. */
  burn(jti: string, expiresAtMs: number): Promise<boolean>;
}

/** This relay's lease has ended: the others take it for dead, so nothing it says counts. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  readonly code = 'fenced';

  constructor() {
    super('The lease of this relay has ended: the other relays take it for dead. It has to take a new one.');
  }
}
