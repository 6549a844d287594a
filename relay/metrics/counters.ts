/**
 * What a relay counts while it works, as plain numbers: adding one costs no more than that. Read when somebody looks.
 * Knows neither who looks nor how.
 */
import type { TrackKind } from 'stream-room/protocol/control';

/** Why a packet did not reach a receiver. */
export interface Drops {
  /** The receiver's link was behind. */
  link: number;
  /** Nothing can be decoded before the next keyframe. */
  keyframe: number;
  /** A newer picture took its place before it could be sent. */
  superseded: number;
}

export type DropReason = keyof Drops;

const noDrops = (): Drops => ({ link: 0, keyframe: 0, superseded: 0 });

/** Codes that say something; clients may close with others, thousands of them. */
const isKnownClose = (code: number) => (code >= 1000 && code <= 1015) || (code >= 4400 && code <= 4599);

export class Counters {
  packetsIn = 0;
  bytesIn = 0;
  packetsOut = 0;
  bytesOut = 0;
  /** Receivers of a packet, lost or not. */
  readonly drops: Readonly<Record<TrackKind, Drops>> = { audio: noDrops(), video: noDrops() };
  connectionsOpened = 0;
  /** Somebody came back to a place that was kept. */
  resumes = 0;
  /** By type; only types of the protocol. */
  readonly messages = new Map<string, number>();
  /** By close code; 0 stands for every code that means nothing here. */
  readonly closes = new Map<number, number>();
  /** Handshakes that ended in plain HTTP, by reason. */
  readonly refusals = new Map<string, number>();
  /** Tokens that opened nothing, by code. */
  readonly authFailures = new Map<string, number>();
  /** Told of each join: milliseconds from message to answer. Whoever wants to know sets it. */
  onJoin: (ms: number) => void = ignore;

  /** Passes the result on; joins that fail are not counted. */
  async timeJoin<Result>(clock: { now(): number }, join: Promise<Result>): Promise<Result> {
    const startedAt = clock.now();
    const result = await join;
    this.onJoin(clock.now() - startedAt);
    return result;
  }

  closed(code: number): void {
    count(this.closes, isKnownClose(code) ? code : 0);
  }
}

/** One more under this key. Keys come from a closed set, never from a client. */
export function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function ignore(): void {}
