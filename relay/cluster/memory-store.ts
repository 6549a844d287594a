/**
 * What a cluster knows together, in the memory of one process: for a relay that is alone, and as the twin by which the
 * Redis one is tested. Knows nothing of what the bodies say.
 */
import type { Channels } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import { newEpoch, roomKeys } from './keys.ts';
import { encodeRoomMessage, type RoomMessage } from './room-message.ts';
import {
  type Appended,
  type ChatLine,
  type ClusterStore,
  type FactsChange,
  FencedError,
  type Held,
  LEASE_TTL_MS,
  type Left,
  LOST_KEPT_MS,
  MAX_BARRED,
  MAX_CHAT_KEPT,
  MAX_LEFT,
  ROOM_TTL_MS,
  type RoomHeads,
  type RoomRecord,
} from './store.ts';

interface Room {
  readonly born: number;
  version: number;
  epoch: string;
  head: number;
  locked: boolean;
  waitingRoom: boolean;
  proof: string | undefined;
  readonly roster: Map<string, Held>;
  readonly waiting: Map<string, string>;
  readonly barred: Set<string>;
  chat: ChatLine[];
  readonly ids: Map<string, Appended>;
  readonly left: Map<string, Left>;
  /** When somebody was found lost with their relay. */
  lostAt: number;
  touchedAt: number;
}

/** Forgotten is looked for this often at most. */
const SWEEP_INTERVAL_MS = 60_000;

/** What all stores of one process share. */
export class MemoryVault {
  readonly rooms = new Map<string, Room>();
  readonly leases = new Map<string, number>();
  readonly burnt = new Map<string, number>();
}

export class MemoryStore implements ClusterStore {
  readonly #bus: Channels;
  readonly #clock: Clock;
  readonly #vault: MemoryVault;
  #sweptAt = 0;

  constructor(bus: Channels, clock: Clock, vault: MemoryVault = new MemoryVault()) {
    this.#bus = bus;
    this.#clock = clock;
    this.#vault = vault;
  }

  async acquire(relay: string): Promise<void> {
    this.#vault.leases.set(relay, this.#clock.now() + LEASE_TTL_MS);
  }

  async renew(relay: string): Promise<boolean> {
    if (!this.#lives(relay)) return false;
    await this.acquire(relay);
    return true;
  }

  async drop(relay: string): Promise<void> {
    this.#vault.leases.delete(relay);
  }

  async areAlive(relays: readonly string[]): Promise<readonly boolean[]> {
    return relays.map((relay) => this.#lives(relay));
  }

  async open(room: string, proof?: string): Promise<RoomRecord> {
    const found = this.#room(room);
    found.proof ??= proof || undefined;
    for (const [id, { relay }] of found.roster) {
      if (this.#lives(relay)) continue;
      found.roster.delete(id);
      found.lostAt = this.#clock.now();
    }
    for (const relay of found.waiting.keys()) if (!this.#lives(relay)) found.waiting.delete(relay);
    const { born, version, epoch, head, locked, waitingRoom, roster, left, waiting, barred, chat } = found;
    return {
      born,
      version,
      epoch,
      head,
      roster: new Map(roster),
      left: new Map(left),
      waiting: new Map(waiting),
      facts: { locked, waitingRoom, proof: found.proof, barred: [...barred] },
      chat: [...chat],
    };
  }

  async check(rooms: readonly string[]): Promise<readonly RoomHeads[]> {
    this.#sweep();
    return rooms.map((name) => {
      const room = this.#vault.rooms.get(name);
      if (room) room.touchedAt = this.#clock.now();
      return { version: room?.version ?? 0, epoch: room?.epoch ?? '', head: room?.head ?? 0 };
    });
  }

  async claim(room: string, relay: string, participantId: string, body: string): Promise<number> {
    const { roster } = this.#fenced(room, relay);
    const newest = Math.round(this.#clock.epochMs() * 1_000);
    const counter = Math.max((roster.get(participantId)?.counter ?? 0) + 1, newest);
    this.#hold(room, participantId, { relay, counter, body });
    return counter;
  }

  async put(room: string, relay: string, participantId: string, counter: number, body: string): Promise<boolean> {
    const { roster } = this.#fenced(room, relay);
    if ((roster.get(participantId)?.counter ?? 0) > counter) return false;
    this.#hold(room, participantId, { relay, counter, body });
    return true;
  }

  async release(room: string, relay: string, participantId: string, counter: number, reason: string): Promise<void> {
    const found = this.#fenced(room, relay);
    if (found.roster.get(participantId)?.counter === counter) {
      found.roster.delete(participantId);
      found.left.delete(participantId);
      found.left.set(participantId, { counter, reason });
      for (const oldest of found.left.keys()) {
        if (found.left.size <= MAX_LEFT) break;
        found.left.delete(oldest);
      }
      found.version += 1;
      this.#tell(room, { type: 'gone', version: found.version, participantId, counter, relay, body: reason });
    }
    this.#endIfEmpty(room, found);
  }

  async change(room: string, relay: string, change: FactsChange): Promise<void> {
    const found = this.#fenced(room, relay);
    found.locked = change.locked ?? found.locked;
    found.waitingRoom = change.waitingRoom ?? found.waitingRoom;
    for (const each of change.barred ?? []) found.barred.add(each);
    for (const oldest of found.barred) {
      if (found.barred.size <= MAX_BARRED) break;
      found.barred.delete(oldest);
    }
    found.version += 1;
    this.#tell(room, { type: 'facts', version: found.version, relay, body: JSON.stringify(change) });
  }

  async setWaiting(room: string, relay: string, body: string): Promise<void> {
    const found = this.#fenced(room, relay);
    if (body === '') found.waiting.delete(relay);
    else found.waiting.set(relay, body);
    found.version += 1;
    this.#tell(room, { type: 'waiting', version: found.version, relay, body });
    this.#endIfEmpty(room, found);
  }

  async append(room: string, relay: string, line: ChatLine): Promise<Appended> {
    const found = this.#fenced(room, relay);
    const known = found.ids.get(line.key);
    if (known) return known;
    const appended = push(found, line);
    const { epoch, sequence, atMs } = appended;
    this.#tell(room, { type: 'chat', epoch, key: line.key, sequence, atMs, body: line.body });
    return appended;
  }

  async merge(room: string, relay: string, lines: readonly ChatLine[]): Promise<void> {
    const found = this.#fenced(room, relay);
    const missing = lines.filter(({ key }) => !found.ids.has(key));
    if (missing.length === 0) return;
    const all = [...found.chat, ...missing].sort((a, b) => a.atMs - b.atMs);
    found.chat = [];
    found.ids.clear();
    found.head = 0;
    found.epoch = newEpoch();
    for (const line of all) push(found, line);
    this.#tell(room, { type: 'merged', epoch: found.epoch });
  }

  async burn(jti: string, expiresAtMs: number): Promise<boolean> {
    this.#sweep();
    const until = this.#vault.burnt.get(jti);
    if (until !== undefined && until > this.#clock.epochMs()) return false;
    this.#vault.burnt.set(jti, expiresAtMs);
    return true;
  }

  #hold(room: string, participantId: string, held: Held): void {
    const found = this.#room(room);
    found.roster.set(participantId, held);
    found.version += 1;
    this.#tell(room, { type: 'present', version: found.version, participantId, ...held });
  }

  #tell(room: string, message: RoomMessage): void {
    // In memory nothing can fail.
    void this.#bus.publish(roomKeys(room).channel, encodeRoomMessage(message));
  }

  #fenced(room: string, relay: string): Room {
    if (!this.#lives(relay)) throw new FencedError();
    return this.#room(room);
  }

  #lives(relay: string): boolean {
    return (this.#vault.leases.get(relay) ?? Number.NEGATIVE_INFINITY) > this.#clock.now();
  }

  #room(name: string): Room {
    const now = this.#clock.now();
    const known = this.#vault.rooms.get(name);
    if (known && now - known.touchedAt < ROOM_TTL_MS) {
      known.touchedAt = now;
      return known;
    }
    // With the time, so that its versions are never again those of a room that was forgotten.
    const born = Math.round(this.#clock.epochMs() * 1_000);
    const facts = {
      born,
      version: born,
      epoch: newEpoch(),
      head: 0,
      locked: false,
      waitingRoom: false,
      proof: undefined,
    };
    const members = { roster: new Map(), left: new Map(), waiting: new Map(), barred: new Set<string>() };
    const said = { chat: [], ids: new Map() };
    const room: Room = { ...facts, ...members, ...said, lostAt: Number.NEGATIVE_INFINITY, touchedAt: now };
    this.#vault.rooms.set(name, room);
    return room;
  }

  /** Who was removed stays out a while longer. */
  #endIfEmpty(name: string, room: Room): void {
    if (room.roster.size > 0 || room.waiting.size > 0) return;
    const now = this.#clock.now();
    if (now - room.lostAt < LOST_KEPT_MS) {
      room.touchedAt = now - ROOM_TTL_MS + LOST_KEPT_MS;
      return;
    }
    this.#vault.rooms.delete(name);
    if (room.barred.size === 0) return;
    for (const each of room.barred) this.#room(name).barred.add(each);
  }

  #sweep(): void {
    const now = this.#clock.now();
    if (now - this.#sweptAt < SWEEP_INTERVAL_MS) return;
    this.#sweptAt = now;
    const { rooms, leases, burnt } = this.#vault;
    for (const [name, { touchedAt }] of rooms) if (now - touchedAt >= ROOM_TTL_MS) rooms.delete(name);
    for (const [relay, until] of leases) if (until <= now) leases.delete(relay);
    for (const [jti, until] of burnt) if (until <= this.#clock.epochMs()) burnt.delete(jti);
  }
}

function push(room: Room, line: ChatLine): Appended {
  room.head += 1;
  const appended = { epoch: room.epoch, sequence: room.head, atMs: line.atMs };
  room.ids.set(line.key, appended);
  room.chat.push(line);
  if (room.chat.length > MAX_CHAT_KEPT) room.ids.delete(room.chat.shift()?.key ?? '');
  return appended;
}
