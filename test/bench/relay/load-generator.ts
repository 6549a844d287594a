/**
 * The process that loads a relay: one publisher and many subscribers on plain sockets, or many connections that join
 * and stay. Counts what arrives. Knows nothing of what the relay uses meanwhile.
 */
import type { TokenKey } from '../../../relay/auth/mint.ts';
import { answer } from '../child.ts';
import { inParallel } from '../parallel.ts';
import { percentile } from '../statistics.ts';
import type { ContestantName } from './contestants.ts';
import type { Dialect, Publisher } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import { Peer } from './peer.ts';
import { mintTokens } from './tokens.ts';

/**
 * Frames that the slowest subscriber may be behind at saturation. Enough for several to be handled in one turn of the
 * relay's loop, and under what our relay takes for a backlog: 240 KB.
 */
const WINDOW = 12;
/**
 * To few subscribers more could go than any link takes and than a relay lets be under way to one: 200 MB/s each is
 * enough. From 50 subscribers on the relay's processor is the limit, not this.
 */
const MAX_FRAMES_PER_SECOND = 10_000;
/** Without progress for this long at saturation, the window opens again: what was dropped never arrives. */
const STALL_MS = 100;
/** Connections opened at a time. */
const OPEN_AT_ONCE = 50;
const ROOM = 'bench';

export interface FanOut {
  readonly contestant: ContestantName;
  readonly port: number;
  /** Of the relay that the subscribers are on, where it is another one than the publisher's. */
  readonly subscriberPort?: number;
  /** Frames unless said otherwise. */
  readonly payload?: 'frames' | 'texts';
  readonly subscribers: number;
  /** Frames a second; undefined: as many as the slowest subscriber gets. */
  readonly framesPerSecond: number | undefined;
}

export interface Counts {
  readonly published: number;
  readonly delivered: number;
  /** Frames that never came to a subscriber, as gaps in their numbers tell. */
  readonly dropped: number;
  readonly stalls: number;
  /** Milliseconds from the instant a frame was due to its whole arrival, since the last question; fixed rate only. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | undefined;
}

let subscribers: Peer[] = [];
let publishing: Peer | undefined;
let published = 0;
let stalls = 0;
let latencies: number[] = [];
/** When frame n was due, in a ring. */
const dueAt = new Float64Array(1024);

async function openFanOut(load: FanOut): Promise<void> {
  const { contestant, port, subscriberPort = port, payload = 'frames', framesPerSecond } = load;
  const dialect = DIALECTS[contestant];
  const source = await Peer.open(port, dialect);
  await dialect.enter(source, ROOM);
  const { publisher, subscribe } = await (payload === 'texts' ? publishTexts : publishFrames)(dialect, source);
  subscribers = await inParallel(load.subscribers, OPEN_AT_ONCE, async () => {
    const peer = await Peer.open(subscriberPort, dialect);
    await dialect.enter(peer, ROOM);
    await subscribe(peer);
    return peer;
  });
  publishing = source;
  if (framesPerSecond === undefined) saturate(source, publisher);
  else keepRate(source, publisher, framesPerSecond);
}

interface Publication {
  readonly publisher: Publisher;
  readonly subscribe: (peer: Peer) => Promise<void>;
}

async function publishFrames(dialect: Dialect, source: Peer): Promise<Publication> {
  const { track, publisher } = await dialect.publish(source, ROOM);
  return { publisher, subscribe: (peer) => dialect.subscribe(peer, track) };
}

async function publishTexts({ texts }: Dialect, source: Peer): Promise<Publication> {
  if (!texts) throw new Error('This relay has no texts.');
  return { publisher: texts.publish(source, ROOM), subscribe: async (peer) => texts.receive(peer) };
}

function saturate(source: Peer, publisher: Publisher): void {
  const startMs = performance.now();
  let isPlanned = false;
  let lastProgressAt = startMs;
  /** Up to here nobody is waited for: what was dropped never arrives. */
  let forgiven = 0;
  /** Frames that the limit allowed when nobody could take them: they are not made up for. */
  let forgone = 0;
  const pump = () => {
    isPlanned = false;
    let slowest = Number.POSITIVE_INFINITY;
    for (const { progress } of subscribers) slowest = Math.min(slowest, progress);
    slowest = Math.max(slowest, forgiven);
    const due = Math.floor(((performance.now() - startMs) / 1000) * MAX_FRAMES_PER_SECOND) - forgone;
    forgone += Math.max(0, due - published - WINDOW);
    for (let free = Math.min(slowest + WINDOW, due) - published; free > 0; free--) {
      source.write(publisher.next());
      published += 1;
    }
  };
  for (const subscriber of subscribers) {
    subscriber.onFrame = () => {
      lastProgressAt = performance.now();
      if (isPlanned) return;
      isPlanned = true;
      setImmediate(pump);
    };
  }
  setInterval(() => {
    if (performance.now() - lastProgressAt > STALL_MS) {
      stalls += 1;
      forgiven = published;
      lastProgressAt = performance.now();
    }
    pump();
  }, 1);
}

function keepRate(source: Peer, publisher: Publisher, framesPerSecond: number): void {
  const startMs = performance.now();
  for (const subscriber of subscribers) {
    subscriber.onFrame = ({ progress }) =>
      latencies.push(performance.now() - (dueAt[(progress - 1) % dueAt.length] ?? 0));
  }
  setInterval(() => {
    for (;;) {
      const due = startMs + (published * 1000) / framesPerSecond;
      if (due > performance.now()) return;
      dueAt[published % dueAt.length] = due;
      published += 1;
      source.write(publisher.next());
    }
  }, 1);
}

/** The failure of any connection is the failure of the run: a count without it would flatter. */
function counts(): Counts {
  for (const { closed } of [...(publishing ? [publishing] : []), ...subscribers]) if (closed) throw closed;
  const delivered = subscribers.reduce((sum, { received }) => sum + received, 0);
  const progress = subscribers.reduce((sum, peer) => sum + peer.progress, 0);
  const latencyMs =
    latencies.length === 0 ? undefined : { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  latencies = [];
  return { published, delivered, dropped: progress - delivered, stalls, latencyMs };
}

export interface Crowd {
  readonly contestant: ContestantName;
  readonly port: number;
  readonly connections: number;
  readonly perRoom: number;
  /** Each comes with a token of its own, made with this before the first connects. */
  readonly tokenKey?: TokenKey;
}

/** Connections that join and stay. Resolves to the seconds from the first connection to the last answer. */
async function openCrowd({ contestant, port, connections, perRoom, tokenKey }: Crowd): Promise<number> {
  const dialect = DIALECTS[contestant];
  const first = subscribers.length;
  const rooms = Array.from({ length: connections }, (_, index) => `room-${Math.floor((first + index) / perRoom)}`);
  const tokens = tokenKey === undefined ? [] : await mintTokens(tokenKey, rooms);
  const startMs = performance.now();
  const opened = await inParallel(connections, OPEN_AT_ONCE, async (index) => {
    const peer = await Peer.open(port, dialect, tokens[index]);
    await dialect.enter(peer, rooms[index] ?? '', tokens[index]);
    return peer;
  });
  subscribers = [...subscribers, ...opened];
  return (performance.now() - startMs) / 1000;
}

answer({ openFanOut, openCrowd, counts });
