/** A room against a model of a page: whatever happens in whatever order, both agree on who is there and what holds. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { ChatResult, Role } from 'stream-room/protocol/control';
import type { Identity } from '../../../relay/auth/identity.ts';
import { BARRED_MEMORY_MS } from '../../../relay/rooms/barred.ts';
import { HOST_PATIENCE_MS } from '../../../relay/rooms/door.ts';
import type { Participant } from '../../../relay/rooms/participant.ts';
import type { Room } from '../../../relay/rooms/room.ts';
import { createRooms, identityOf, MemoryPresence, refusal } from '../../support/rooms.ts';

const MAX_PARTICIPANTS = 4;
const RESUME_WINDOW_MS = 30_000;

interface Person {
  role: Role;
  isHostByToken: boolean;
  /** When its place is given up; undefined while it is connected. */
  lostAt: number | undefined;
  tracks: { isMuted: boolean; isStopped: boolean }[];
}

/** What a room must be, in the simplest words. */
interface Model {
  now: number;
  inside: Map<string, Person>;
  waiting: string[];
  /** When those who wait are sent away; undefined while a host is there or nobody waits. */
  patienceEndsAt: number | undefined;
  locked: boolean;
  waitingRoom: boolean;
  removed: Set<string>;
  /** When those who were removed are forgotten; undefined while the room lives. */
  forgetAt: number | undefined;
  said: string[];
}

interface Client {
  readonly presence: MemoryPresence;
  readonly trackIds: number[];
}

class Real {
  readonly rooms = createRooms({ maxParticipants: MAX_PARTICIPANTS });
  readonly clients = new Map<string, Client>();
  /** Opened by the first to come; another one after it has ended. */
  get room(): Room {
    return this.rooms.room();
  }

  participantOf(id: string): Participant {
    return this.clients.get(id)?.presence.participant as Participant;
  }
}

const NAMES = ['ada', 'ben', 'cleo', 'dan', 'eve', 'host'] as const;
const identities: Readonly<Record<string, Identity>> = Object.fromEntries(
  NAMES.map((name) => [
    name,
    identityOf(name === 'host' ? 'host' : name === 'ada' ? 'member' : 'guest', { subject: name }),
  ]),
);

const isHost = ({ role }: Person) => role === 'host';
const hasHost = (model: Model) => [...model.inside.values()].some(isHost);

function watch(model: Model): void {
  if (model.waiting.length === 0 || hasHost(model)) model.patienceEndsAt = undefined;
  else model.patienceEndsAt ??= model.now + HOST_PATIENCE_MS;
}

/** The room is new when nobody is left: only who was removed is remembered. */
function settle(model: Model): void {
  watch(model);
  if (model.inside.size > 0 || model.waiting.length > 0) {
    model.forgetAt = undefined;
    return;
  }
  model.forgetAt ??= model.now + BARRED_MEMORY_MS;
  model.locked = false;
  model.waitingRoom = false;
  model.said = [];
}

function enter(model: Model, id: string): void {
  const role = identities[id]?.role as Role;
  model.inside.set(id, { role, isHostByToken: role === 'host', lostAt: undefined, tracks: [] });
}

type Outcome = 'seated' | 'waiting' | 'forbidden' | 'room-locked' | 'room-full';

function joinModel(model: Model, id: string): Outcome {
  const known = model.inside.get(id);
  if (known) {
    known.lostAt = undefined;
    return 'seated';
  }
  if (model.forgetAt !== undefined && model.forgetAt <= model.now) model.removed.clear();
  // For a moment there was a room again, which has ended now.
  model.forgetAt = undefined;
  if (model.removed.has(id)) return 'forbidden';
  const isHostByToken = identities[id]?.role === 'host';
  if (!isHostByToken && model.locked) return 'room-locked';
  if (!isHostByToken && model.waitingRoom) {
    if (model.waiting.includes(id)) return 'waiting';
    if (model.waiting.length >= MAX_PARTICIPANTS) return 'room-full';
    model.waiting.push(id);
    return 'waiting';
  }
  if (model.inside.size >= MAX_PARTICIPANTS) return 'room-full';
  // Who waits and comes as a host, over another connection, is in.
  enter(model, id);
  return 'seated';
}

abstract class Step implements fc.Command<Model, Real> {
  constructor(readonly id: string) {}
  abstract check(model: Readonly<Model>): boolean;
  abstract act(model: Model, real: Real): void;

  run(model: Model, real: Real): void {
    this.act(model, real);
    settle(model);
    compare(model, real);
  }

  toString(): string {
    const { id, ...rest } = this as { id: string } & Record<string, unknown>;
    return `${this.constructor.name}(${[id, ...Object.values(rest)].join(', ')})`;
  }
}

class Join extends Step {
  check = () => true;
  act(model: Model, real: Real): void {
    const wasInside = model.inside.has(this.id);
    const expected = joinModel(model, this.id);
    const presence = new MemoryPresence();
    let outcome: unknown;
    const request = {
      participantId: this.id,
      name: this.id,
      identity: identities[this.id] as Identity,
      proof: undefined,
    };
    const refused = refusal(() => {
      outcome = real.room.join(request, presence);
    });
    assert.equal(refused ?? outcome, expected);
    if (refused) return;
    const before = real.clients.get(this.id);
    if (expected === 'seated') assert.equal(presence.results[0]?.resumed, wasInside);
    real.clients.set(this.id, { presence, trackIds: presence.results[0]?.resumed ? (before?.trackIds ?? []) : [] });
    if (presence.participant) real.room.tracks.resume(presence.participant);
  }
}

abstract class Inside extends Step {
  check(model: Readonly<Model>): boolean {
    return model.inside.has(this.id);
  }
}

class Leave extends Inside {
  act(model: Model, real: Real): void {
    model.inside.delete(this.id);
    real.room.leave(real.participantOf(this.id), 'left');
  }
}

class LoseConnection extends Inside {
  act(model: Model, real: Real): void {
    const person = model.inside.get(this.id) as Person;
    person.lostAt ??= model.now + RESUME_WINDOW_MS;
    real.room.disconnect(real.participantOf(this.id), (real.clients.get(this.id) as Client).presence);
  }
}

class StopWaiting extends Step {
  check = (model: Readonly<Model>) => model.waiting.includes(this.id);
  act(model: Model, real: Real): void {
    model.waiting = model.waiting.filter((id) => id !== this.id);
    real.room.stopWaiting((real.clients.get(this.id) as Client).presence);
  }
}

class Publish extends Inside {
  override check = (model: Readonly<Model>) => (model.inside.get(this.id)?.tracks.length ?? 9) < 3;
  act(model: Model, real: Real): void {
    (model.inside.get(this.id) as Person).tracks.push({ isMuted: false, isStopped: false });
    const request = { type: 'publish', id: 1, kind: 'video', source: 'camera', muted: false } as const;
    const trackId = real.room.tracks.publish(real.participantOf(this.id), request);
    (real.clients.get(this.id) as Client).trackIds.push(trackId);
  }
}

class Unmute extends Inside {
  override check = (model: Readonly<Model>) => (model.inside.get(this.id)?.tracks.length ?? 0) > 0;
  act(model: Model, real: Real): void {
    const track = (model.inside.get(this.id) as Person).tracks[0] as Person['tracks'][number];
    track.isMuted = false;
    track.isStopped = false;
    const [trackId = 0] = (real.clients.get(this.id) as Client).trackIds;
    real.room.tracks.update(real.participantOf(this.id), trackId, { muted: false });
  }
}

class Say extends Inside {
  constructor(
    id: string,
    readonly messageId: string,
  ) {
    super(id);
  }
  act(model: Model, real: Real): void {
    const key = `${this.id} ${this.messageId}`;
    if (!model.said.includes(key)) model.said.push(key);
    const message = { type: 'chat', id: 1, messageId: this.messageId, text: key } as const;
    const { sequence } = real.room.chat(real.participantOf(this.id), message) as ChatResult;
    assert.equal(sequence, model.said.indexOf(key) + 1);
  }
}

class Tick extends Step {
  constructor(readonly milliseconds: number) {
    super('clock');
  }
  check = () => true;
  act(model: Model, real: Real): void {
    const end = model.now + this.milliseconds;
    // One thing after the other, as they fall due: what ends first may keep the next from ending.
    for (;;) {
      const lost = [...model.inside].filter(([, { lostAt }]) => lostAt !== undefined && lostAt <= end);
      const [first] = lost.sort(([, a], [, b]) => (a.lostAt as number) - (b.lostAt as number));
      const lostAt = first?.[1].lostAt ?? Number.POSITIVE_INFINITY;
      const patienceEndsAt = model.patienceEndsAt ?? Number.POSITIVE_INFINITY;
      if (Math.min(lostAt, patienceEndsAt) > end) break;
      model.now = Math.min(lostAt, patienceEndsAt);
      if (first && lostAt <= patienceEndsAt) model.inside.delete(first[0]);
      else model.waiting = [];
      settle(model);
    }
    model.now = end;
    real.rooms.clock.advance(this.milliseconds);
  }
}

/** By a host, upon somebody. */
abstract class Moderate extends Step {
  constructor(
    id: string,
    readonly targetId: string,
  ) {
    super(id);
  }
  check(model: Readonly<Model>): boolean {
    const by = model.inside.get(this.id);
    return by !== undefined && isHost(by) && model.inside.has(this.targetId);
  }
}

class Mute extends Moderate {
  override check = (model: Readonly<Model>) =>
    super.check(model) && (model.inside.get(this.targetId) as Person).tracks.length > 0;
  act(model: Model, real: Real): void {
    const track = (model.inside.get(this.targetId) as Person).tracks[0] as Person['tracks'][number];
    track.isMuted = true;
    track.isStopped = true;
    const [trackId = 0] = (real.clients.get(this.targetId) as Client).trackIds;
    void real.room.moderation.mute(real.participantOf(this.id), { participantId: this.targetId, trackId });
  }
}

class Remove extends Moderate {
  act(model: Model, real: Real): void {
    const target = model.inside.get(this.targetId) as Person;
    const isRefused = this.id === this.targetId || target.isHostByToken;
    const by = real.participantOf(this.id);
    const refused = refusal(() => real.room.moderation.remove(by, { participantId: this.targetId }));
    assert.equal(refused, isRefused ? 'forbidden' : undefined);
    if (isRefused) return;
    model.inside.delete(this.targetId);
    model.removed.add(this.targetId);
  }
}

class SetRole extends Moderate {
  constructor(
    id: string,
    targetId: string,
    readonly role: Role,
  ) {
    super(id, targetId);
  }
  act(model: Model, real: Real): void {
    const target = model.inside.get(this.targetId) as Person;
    const isRefused = target.isHostByToken && this.role !== 'host';
    const by = real.participantOf(this.id);
    const refused = refusal(() => real.room.moderation.setRole(by, { participantId: this.targetId, role: this.role }));
    assert.equal(refused, isRefused ? 'forbidden' : undefined);
    if (!isRefused) target.role = this.role;
  }
}

class SetRoom extends Step {
  constructor(
    id: string,
    readonly locked: boolean | undefined,
    readonly waitingRoom: boolean | undefined,
  ) {
    super(id);
  }
  check(model: Readonly<Model>): boolean {
    const by = model.inside.get(this.id);
    return by !== undefined && isHost(by);
  }
  act(model: Model, real: Real): void {
    const isSame =
      (this.locked ?? model.locked) === model.locked && (this.waitingRoom ?? model.waitingRoom) === model.waitingRoom;
    model.locked = this.locked ?? model.locked;
    model.waitingRoom = this.waitingRoom ?? model.waitingRoom;
    if (!isSame && !model.waitingRoom) {
      for (const id of model.waiting) if (model.inside.size < MAX_PARTICIPANTS) enter(model, id);
      model.waiting = [];
    }
    real.room.moderation.setRoom({ locked: this.locked, waitingRoom: this.waitingRoom });
  }
}

class Admit extends Step {
  constructor(
    id: string,
    readonly targetId: string,
    readonly admitted: boolean,
  ) {
    super(id);
  }
  check(model: Readonly<Model>): boolean {
    const by = model.inside.get(this.id);
    return by !== undefined && isHost(by);
  }
  act(model: Model, real: Real): void {
    const isFull = this.admitted && model.inside.size >= MAX_PARTICIPANTS;
    const expected = model.waiting.includes(this.targetId) ? (isFull ? 'room-full' : undefined) : 'unknown-participant';
    const request = { participantId: this.targetId, admitted: this.admitted };
    assert.equal(
      refusal(() => real.room.moderation.admit(request)),
      expected,
    );
    if (expected !== undefined) return;
    model.waiting = model.waiting.filter((id) => id !== this.targetId);
    if (this.admitted) enter(model, this.targetId);
  }
}

/** What everybody who looks would see. */
function compare(model: Model, real: Real): void {
  const { registry } = real.rooms;
  assert.equal(registry.size, model.inside.size + model.waiting.length > 0 ? 1 : 0);
  if (registry.size === 0) {
    assert.equal(real.rooms.clock.waiting, 0, 'a timer outlived the room');
    return;
  }
  for (const [id, person] of model.inside) {
    const participant = real.participantOf(id);
    const seen = participant.state;
    assert.deepEqual(
      { id: seen.id, role: seen.role, connected: seen.connected, tracks: seen.tracks.map(({ muted }) => muted) },
      {
        id,
        role: person.role,
        connected: person.lostAt === undefined,
        tracks: person.tracks.map(({ isMuted }) => isMuted),
      },
    );
    assert.equal(participant.grants.has('moderate'), isHost(person));
  }
  for (const id of model.waiting) assert.equal(real.clients.get(id)?.presence.participant, undefined);
  // Whoever looks in from outside, as a host who then goes again, sees the same.
  const watcher = new MemoryPresence();
  const identity = identityOf('host', { subject: 'watcher' });
  if (model.inside.size < MAX_PARTICIPANTS && model.patienceEndsAt === undefined) {
    const room = real.room;
    void room.join({ participantId: 'watcher', name: 'Watcher', identity, proof: undefined }, watcher);
    const [result] = watcher.results;
    assert.deepEqual(result?.participants.map(({ id }) => id).sort(), [...model.inside.keys(), 'watcher'].sort());
    assert.deepEqual(result?.room, { locked: model.locked, waitingRoom: model.waitingRoom });
    assert.deepEqual(
      result?.waiting.map(({ id }) => id),
      model.waiting,
    );
    assert.deepEqual(
      result?.chat.map(({ text, sequence }) => `${sequence} ${text}`),
      model.said.map((key, index) => `${index + 1} ${key}`),
    );
    room.leave(watcher.participant as Participant, 'left');
  }
}

const anybody = fc.constantFrom(...NAMES);
/** Of all who try only hosts can moderate. */
const somebody = fc.oneof({ weight: 3, arbitrary: fc.constant('host') }, { weight: 1, arbitrary: anybody });
const role = fc.constantFrom<Role>('guest', 'member', 'host');
const perhaps = fc.constantFrom(true, false, undefined);
const steps = [
  anybody.map((id) => new Join(id)),
  anybody.map((id) => new Join(id)),
  fc.constant(new Join('host')),
  fc.constant(new SetRoom('host', true, true)),
  anybody.map((id) => new Leave(id)),
  anybody.map((id) => new LoseConnection(id)),
  anybody.map((id) => new StopWaiting(id)),
  anybody.map((id) => new Publish(id)),
  anybody.map((id) => new Unmute(id)),
  fc.tuple(anybody, fc.constantFrom('m1', 'm2', 'm3')).map(([id, messageId]) => new Say(id, messageId)),
  fc
    .constantFrom(1_000, RESUME_WINDOW_MS, HOST_PATIENCE_MS - 1, BARRED_MEMORY_MS)
    .map((milliseconds) => new Tick(milliseconds)),
  fc.tuple(somebody, anybody).map(([id, targetId]) => new Mute(id, targetId)),
  fc.tuple(somebody, anybody).map(([id, targetId]) => new Remove(id, targetId)),
  fc.tuple(somebody, anybody, role).map(([id, targetId, given]) => new SetRole(id, targetId, given)),
  fc.tuple(somebody, perhaps, perhaps).map(([id, locked, waitingRoom]) => new SetRoom(id, locked, waitingRoom)),
  fc.tuple(somebody, anybody, fc.boolean()).map(([id, targetId, admitted]) => new Admit(id, targetId, admitted)),
];

it('is what its model says after every step of 2,000 random lives', { timeout: 60_000 }, () => {
  const setup = () => ({
    model: {
      now: 0,
      inside: new Map(),
      waiting: [],
      patienceEndsAt: undefined,
      locked: false,
      waitingRoom: false,
      removed: new Set<string>(),
      forgetAt: undefined,
      said: [],
    } satisfies Model as Model,
    real: new Real(),
  });
  const seed = process.env['MODEL_SEED'];
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: 80, size: 'max' }), (commands) => fc.modelRun(setup, commands)),
    { numRuns: Number(process.env['MODEL_RUNS'] ?? 2_000), ...(seed === undefined ? {} : { seed: Number(seed) }) },
  );
});
