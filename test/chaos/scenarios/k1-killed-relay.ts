/** K1: one of two relays dies in the middle of fifty calls. */
import { openTwoRelays } from '../call-load.ts';
import { backWithin, checkRosters, watchComeback } from '../comeback.ts';
import { type Scenario, wait } from '../scenario.ts';

/** The lease of a dead relay has run out by then, and with it whoever did not come back. */
const SETTLED_MS = 13_000;

export const killedRelay: Scenario = {
  id: 'K1',
  summary: 'kill -9 of one of two relays under calls: everybody back, nothing acknowledged lost',
  async run(context) {
    const { openRedis, quick, random, note } = context;
    const redis = await openRedis();
    const { relays, load } = await openTwoRelays(context, redis.url, {
      rooms: quick ? 5 : 50,
      chatsPerSecond: 5,
      packetsPerSecond: quick ? 20 : 10,
    });
    await wait(2_000);
    const comeback = watchComeback(load);
    const killedAt = performance.now();
    await random.pick(relays).kill();
    await wait(200);
    const [joinedMs, mediaMs] = await Promise.all([comeback.joinedMs(), comeback.mediaMs()]);
    note(`${joinedMs.length} of ${load.callers.length} callers were on the killed relay`);
    await wait(SETTLED_MS - (performance.now() - killedAt));
    return [
      ...backWithin('back in the room', joinedMs, 3_000, 6_000),
      ...backWithin('media of everybody again', mediaMs, 4_000),
      ...checkRosters(load),
      ...(await load.settle(10_000)),
    ];
  },
};
