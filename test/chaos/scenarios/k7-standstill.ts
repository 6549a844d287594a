/** K7: one of two relays stands still for 3 s while media for it piles up at Redis: what must arrive is not cut off with it. */
import type { Caller } from '../caller.ts';
import { checkHistories } from '../history.ts';
import { atMost, none, type Scenario, untilTrue, wait } from '../scenario.ts';

const STANDSTILL_MS = 3_000;
const PACKETS_PER_SECOND = 30;

export const standstill: Scenario = {
  id: 'K7',
  summary: 'a relay stands still for 3 s under 40 Mbit/s from the other one: chat, rosters and media survive',
  async run({ openRelay, openRedis, openCaller, quick, note }) {
    const redis = await openRedis();
    const args = ['--redis', redis.url];
    const [a, b] = await Promise.all([openRelay({ args }), openRelay({ args })]);
    const count = quick ? 2 : 8;
    const packetBytes = 20_800; // 5 Mbit/s each
    const rooms: Caller[][] = [];
    for (let room = 0; room < count; room++) {
      const name = `room-${room}`;
      rooms.push([
        openCaller({
          relays: [a.socketUrl],
          room: name,
          name: `${room}-speaker`,
          packetsPerSecond: PACKETS_PER_SECOND,
          packetBytes,
        }),
        openCaller({ relays: [b.socketUrl], room: name, name: `${room}-listener`, watches: true }),
      ]);
    }
    const callers = rooms.flat();
    const listeners = rooms.flatMap(([, listener]) => listener ?? []);
    if (!(await untilTrue(() => listeners.every(({ media }) => media.size === 1), 20_000))) {
      throw new Error('Media did not come across to begin with.');
    }
    await wait(2_000);
    let said = 0;
    const talking = setInterval(() => {
      for (const room of rooms) room[0]?.say(`message ${++said}`);
    }, 500);
    b.pause();
    await wait(STANDSTILL_MS);
    b.resume();
    const resumedAt = performance.now();
    await untilTrue(
      () => listeners.every(({ media }) => [...media.values()].every(({ lastAtMs }) => lastAtMs > resumedAt + 100)),
      20_000,
    );
    const mediaMs = performance.now() - resumedAt;
    await wait(2_000);
    clearInterval(talking);
    const problems = () => rooms.flatMap((room) => checkHistories(room.map(({ history }) => history)));
    await untilTrue(
      () => callers.every(({ unacknowledged }) => unacknowledged === 0) && problems().length === 0,
      10_000,
    );
    note(`${said} messages were said`);
    const ready = await fetch(`${b.url}/ready`);
    return [
      none('acknowledged messages lost, doubled or out of order', problems()),
      none(
        'messages not acknowledged in the end',
        callers.filter(({ unacknowledged }) => unacknowledged > 0).map(({ name }) => name),
      ),
      none(
        'connections that broke',
        callers.flatMap(({ name, closeCodes }) => closeCodes.map((code) => `${name}: ${code}`)),
      ),
      none(
        'rosters that are wrong',
        callers.filter(({ roster }) => roster.size !== 2).map(({ name, roster }) => `${name} sees ${roster.size}`),
      ),
      none(
        'listeners without media',
        listeners
          .filter(({ media }) => [...media.values()].some(({ lastAtMs }) => lastAtMs < resumedAt))
          .map(({ name }) => name),
      ),
      atMost('media of everybody again', mediaMs, 4_000, ' ms'),
      none(
        '/ready of the relay that stood still',
        ready.status === 200 ? [] : [`${ready.status} ${await ready.text()}`],
      ),
    ];
  },
};
