/** What a cluster knows together, kept in Redis: each step one Lua script. Knows nothing of what the bodies say. */
import type { Redis } from 'ioredis';
import { BusError } from '../bus/bus.ts';
import { burntKey, leaseKey, newEpoch, roomKeys } from './keys.ts';
import { split } from './room-message.ts';
import * as scripts from './scripts.ts';
import {
  type Appended,
  type ChatLine,
  type ClusterStore,
  type FactsChange,
  FencedError,
  type Held,
  LEASE_TTL_MS,
  type Left,
  type RoomHeads,
  type RoomRecord,
} from './store.ts';

/** Read by name, once. */
const LUA: Readonly<Record<Name, string>> = scripts;

/** What scripts are given: keys, then values. */
type Run = (...parameters: (string | number)[]) => Promise<unknown>;

const ROOM_KEYS = 7;

const NAMES = {
  RENEW: 1,
  OPEN: ROOM_KEYS,
  CHECK: ROOM_KEYS,
  CLAIM: ROOM_KEYS,
  PUT: ROOM_KEYS,
  RELEASE: ROOM_KEYS,
  CHANGE: ROOM_KEYS,
  WAITING: ROOM_KEYS,
  APPEND: ROOM_KEYS,
  MERGE: ROOM_KEYS,
} as const;

type Name = keyof typeof NAMES;

export class RedisStore implements ClusterStore {
  readonly #redis: Redis;
  readonly #isReachable: () => boolean;

  /**
   * @param redis stays its owner's
   * @param isReachable false where asking would only cost time: then everything is refused at once
   */
  constructor(redis: Redis, isReachable: () => boolean = () => true) {
    this.#redis = redis;
    this.#isReachable = isReachable;
    for (const [name, numberOfKeys] of Object.entries(NAMES)) {
      redis.defineCommand(commandOf(name as Name), { lua: LUA[name as Name], numberOfKeys });
    }
  }

  async acquire(relay: string): Promise<void> {
    // Even where all else is refused: this is how a relay comes back.
    await guard(this.#redis.set(leaseKey(relay), '1', 'PX', LEASE_TTL_MS));
  }

  async renew(relay: string): Promise<boolean> {
    return (await guard(this.#call('RENEW')(leaseKey(relay)))) === 1;
  }

  async drop(relay: string): Promise<void> {
    await guard(this.#redis.del(leaseKey(relay)));
  }

  async areAlive(relays: readonly string[]): Promise<readonly boolean[]> {
    this.#assertReachable();
    if (relays.length === 0) return [];
    const leases = await guard(this.#redis.mget(relays.map(leaseKey)));
    return leases.map((lease) => lease !== null);
  }

  async open(room: string, proof = ''): Promise<RoomRecord> {
    const [meta, roster, waiting, barred, chat] = (await this.#run('OPEN', room, newEpoch(), proof)) as string[][];
    const fields = new Map(pairs(meta));
    return {
      ...readHeads([fields.get('version'), fields.get('epoch'), fields.get('head')]),
      born: Number(fields.get('born')),
      roster: new Map(pairs(roster).map(([id, value]) => [id, readHeld(value)])),
      left: new Map(readLeft(fields.get('left'))),
      waiting: new Map(pairs(waiting)),
      facts: {
        locked: fields.get('locked') === '1',
        waitingRoom: fields.get('waitingRoom') === '1',
        proof: fields.get('proof'),
        barred: barred ?? [],
      },
      chat: (chat ?? []).map(readLine),
    };
  }

  async check(rooms: readonly string[]): Promise<readonly RoomHeads[]> {
    const all = await Promise.all(rooms.map((room) => this.#run('CHECK', room)));
    return all.map((heads) => readHeads(heads as (string | null)[]));
  }

  async claim(room: string, relay: string, participantId: string, body: string): Promise<number> {
    return Number(await this.#run('CLAIM', room, relay, participantId, body));
  }

  async put(room: string, relay: string, participantId: string, counter: number, body: string): Promise<boolean> {
    return (await this.#run('PUT', room, relay, participantId, counter, body)) === 1;
  }

  async release(room: string, relay: string, participantId: string, counter: number, reason: string): Promise<void> {
    await this.#run('RELEASE', room, relay, participantId, counter, reason);
  }

  async change(room: string, relay: string, change: FactsChange): Promise<void> {
    const { locked, waitingRoom, barred = [] } = change;
    await this.#run('CHANGE', room, relay, JSON.stringify(change), flag(locked), flag(waitingRoom), ...barred);
  }

  async setWaiting(room: string, relay: string, body: string): Promise<void> {
    await this.#run('WAITING', room, relay, body);
  }

  async append(room: string, relay: string, { key, atMs, body }: ChatLine): Promise<Appended> {
    const answer = await this.#run('APPEND', room, relay, key, atMs, body, newEpoch());
    const [epoch = '', sequence, knownAt] = answer as string[];
    return { epoch, sequence: Number(sequence), atMs: Number(knownAt) };
  }

  async merge(room: string, relay: string, lines: readonly ChatLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#run('MERGE', room, relay, newEpoch(), ...lines.flatMap(({ key, atMs, body }) => [key, atMs, body]));
  }

  async burn(jti: string, expiresAtMs: number): Promise<boolean> {
    this.#assertReachable();
    // Never nothing: Redis refuses an expiry that has passed.
    const answer = await guard(this.#redis.set(burntKey(jti), '1', 'PXAT', Math.max(1, Math.ceil(expiresAtMs)), 'NX'));
    return answer === 'OK';
  }

  #run(name: Name, room: string, ...values: (string | number)[]): Promise<unknown> {
    this.#assertReachable();
    return guard(this.#call(name)(...scripts.listKeys(roomKeys(room)), ...values));
  }

  #assertReachable(): void {
    if (!this.#isReachable()) throw new BusError('Redis cannot be reached at the moment.');
  }

  #call(name: Name): Run {
    const run = (this.#redis as unknown as Record<string, Run>)[commandOf(name)];
    if (!run) throw new Error(`Redis has no command "${commandOf(name)}".`);
    return run.bind(this.#redis);
  }
}

const commandOf = (name: Name): string => `streamRoom${name}`;

const flag = (value: boolean | undefined): string => (value === undefined ? '' : value ? '1' : '0');

async function guard<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('FENCED')) throw new FencedError();
    throw new BusError('Redis did not take a command. It may succeed in some seconds.', { cause });
  }
}

function pairs(flat: readonly string[] = []): [name: string, value: string][] {
  const found: [string, string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) found.push([flat[i] ?? '', flat[i + 1] ?? '']);
  return found;
}

const readHeads = ([version, epoch, head]: readonly (string | null | undefined)[]): RoomHeads => ({
  version: Number(version ?? 0),
  epoch: epoch ?? '',
  head: Number(head ?? 0),
});

function readHeld(value: string): Held {
  const [[counter, relay = ''], body] = split(value, 2);
  return { counter: Number(counter), relay, body };
}

const readLeft = (text = ''): [id: string, left: Left][] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [[id = '', counter], reason] = split(line, 2);
      return [id, { counter: Number(counter), reason }];
    });

function readLine(line: string): ChatLine {
  const [[key = '', atMs], body] = split(line, 2);
  return { key, atMs: Number(atMs), body };
}
