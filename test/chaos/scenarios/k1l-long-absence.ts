/**
 * K1L: one of two relays dies, and those who were on it are away for longer than its lease, some of them for longer than
 * a place is kept, while more is said than a join brings. All of it must be there when they are back.
 */
import { openTwoRelays } from '../call-load.ts';
import { none, type Scenario, untilTrue, wait } from '../scenario.ts';

export const longAbsence: Scenario = {
  id: 'K1L',
  summary: 'kill -9, and callers who stay away for up to 40 s of lively chat: nothing acknowledged lost',
  async run(context) {
    const { openRedis, quick, random, note } = context;
    const redis = await openRedis();
    const { relays, load } = await openTwoRelays(context, redis.url, {
      rooms: quick ? 4 : 10,
      chatsPerSecond: 12,
      packetsPerSecond: 0,
    });
    await wait(2_000);
    // Some rooms are wholly on the relay that dies: then their first to come back finds nobody.
    const shortestMs = quick ? 11_500 : 5_000;
    const longestMs = quick ? 15_000 : 40_000;
    for (const caller of load.callers) caller.holdBack(shortestMs + random.next() * (longestMs - shortestMs));
    await random.pick(relays).kill();
    await wait(1_000);
    const away = load.callers.filter(({ isJoined }) => !isJoined);
    note(`${away.length} of ${load.callers.length} callers were on the killed relay`);
    await untilTrue(() => load.callers.every(({ isJoined }) => isJoined), longestMs + 15_000);
    await wait(1_000);
    const missing = load.callers.filter(({ isJoined }) => !isJoined).map(({ name }) => name);
    return [none('callers who did not come back', missing), ...(await load.settle(45_000))];
  },
};
