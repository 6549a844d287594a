/** A1: a relay with many clients dies and is back a second later: they must not all come at once. */
import type { Caller } from '../caller.ts';
import { atMost, none, quantile, type Scenario, untilTrue, wait } from '../scenario.ts';

const SLOT_MS = 250;

export const storm: Scenario = {
  id: 'A1',
  summary: 'a relay dies under many clients and is back after 1 s: no wave of attempts, all back',
  async run({ openRelay, openCaller, quick, note }) {
    const relay = await openRelay();
    const count = quick ? 100 : 2_000;
    const callers: Caller[] = [];
    for (let each = 0; each < count; each++) {
      callers.push(openCaller({ relays: [relay.socketUrl], room: `room-${each % (count / 4)}`, name: `c${each}` }));
      if (each % 50 === 49) await untilTrue(() => callers.every(({ isJoined }) => isJoined), 20_000);
    }
    if (!(await untilTrue(() => callers.every(({ isJoined }) => isJoined), 20_000))) {
      throw new Error('Not everybody could join to begin with.');
    }
    const before = new Map(callers.map((caller) => [caller, caller.joins]));
    await relay.kill();
    const killedAt = performance.now();
    await wait(1_000);
    await relay.start();
    const isBack = (caller: (typeof callers)[number]) => caller.joins > (before.get(caller) ?? 0);
    await untilTrue(() => callers.every(isBack), 30_000);
    const backMs = callers.map((caller) => (isBack(caller) ? caller.joinedAtMs - killedAt : Number.POSITIVE_INFINITY));
    const slots = new Map<number, number>();
    for (const { attemptTimesMs } of callers) {
      for (const atMs of attemptTimesMs) {
        if (atMs <= killedAt) continue;
        const slot = Math.floor((atMs - killedAt) / SLOT_MS);
        slots.set(slot, (slots.get(slot) ?? 0) + 1);
      }
    }
    const attempts = [...slots.values()].reduce((sum, each) => sum + each, 0);
    note(`${attempts} attempts by ${count} clients`);
    return [
      // The first second has the first attempt of every client, spread evenly, and the second one of some.
      atMost(
        `most attempts within ${SLOT_MS} ms, part of all clients`,
        Math.max(...slots.values()) / count,
        quick ? 0.55 : 0.4,
      ),
      atMost('all back', quantile(backMs, 1), 12_000, ' ms'),
      none(
        'turned away for good',
        callers.flatMap(({ ended, name }) => (ended ? [`${name}: ${ended.code}`] : [])),
      ),
    ];
  },
};
