/** Rooms full of callers who talk and send, and what came of it. Knows nothing of what is done to them. */
import type { RelayProcess } from '../support/relay-process.ts';
import type { Caller } from './caller.ts';
import { checkHistories } from './history.ts';
import { type Finding, none, type ScenarioContext, untilTrue } from './scenario.ts';

export interface CallLoad {
  readonly rooms: readonly (readonly Caller[])[];
  readonly callers: readonly Caller[];
  /** Stops talking, waits until everything said is acknowledged and heard, and checks the histories. */
  settle(withinMs: number): Promise<readonly Finding[]>;
}

export interface CallLoadOptions {
  readonly relays: readonly string[];
  readonly rooms: number;
  readonly members: number;
  /** Messages a second in each room. */
  readonly chatsPerSecond: number;
  readonly packetsPerSecond: number;
}

const JOINS_AT_ONCE = 20;

/** Resolves when everybody has joined. */
export async function openCallLoad(
  { openCaller, random }: ScenarioContext,
  { relays, rooms: roomCount, members, chatsPerSecond, packetsPerSecond }: CallLoadOptions,
): Promise<CallLoad> {
  const rooms: Caller[][] = [];
  let starting: Caller[] = [];
  for (let room = 0; room < roomCount; room++) {
    const callers: Caller[] = [];
    for (let member = 0; member < members; member++) {
      const name = `${room}-${member}`;
      const caller = openCaller({
        relays,
        room: `room-${room}`,
        name,
        packetsPerSecond,
        watches: packetsPerSecond > 0,
      });
      callers.push(caller);
      starting.push(caller);
      if (starting.length >= JOINS_AT_ONCE) {
        await untilJoined(starting);
        starting = [];
      }
    }
    rooms.push(callers);
  }
  await untilJoined(starting);
  const callers = rooms.flat();

  let said = 0;
  const talking = setInterval(() => {
    for (const room of rooms) random.pick(room).say(`message ${++said}`);
  }, 1000 / chatsPerSecond);

  return {
    rooms,
    callers,
    async settle(withinMs) {
      clearInterval(talking);
      const isQuiet = await untilTrue(() => callers.every(({ unacknowledged }) => unacknowledged === 0), withinMs);
      // What was acknowledged last is still on its way to the others.
      await untilTrue(
        () => rooms.every((room) => checkHistories(room.map(({ history }) => history)).length === 0),
        withinMs,
      );
      const waiting = callers.filter(({ unacknowledged }) => unacknowledged > 0).map(({ name }) => name);
      const wrong = rooms.flatMap((room) => checkHistories(room.map(({ history }) => history)));
      const count = callers.reduce((sum, { history }) => sum + history.acknowledged.size, 0);
      return [
        none(`messages not acknowledged in the end${isQuiet ? '' : ' (waited)'}`, waiting),
        none(`acknowledged messages lost, doubled or out of order, of ${count}`, wrong),
      ];
    },
  };
}

/** Two relays on one Redis, with callers on both. */
export async function openTwoRelays(
  context: ScenarioContext,
  redisUrl: string,
  load: Omit<CallLoadOptions, 'relays' | 'members'>,
): Promise<{ readonly relays: readonly RelayProcess[]; readonly load: CallLoad }> {
  const relays = await Promise.all([1, 2].map(() => context.openRelay({ args: ['--redis', redisUrl] })));
  const urls = relays.map(({ socketUrl }) => socketUrl);
  return { relays, load: await openCallLoad(context, { ...load, relays: urls, members: 4 }) };
}

async function untilJoined(callers: readonly Caller[]): Promise<void> {
  const joined = await untilTrue(() => callers.every(({ isJoined }) => isJoined), 20_000);
  if (joined) return;
  const missing = callers.find(({ isJoined }) => !isJoined);
  throw new Error(`${missing?.name} could not join: closed with ${missing?.closeCodes.join(', ') || 'nothing'}.`);
}
