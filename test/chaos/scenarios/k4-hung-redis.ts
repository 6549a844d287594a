/** K4: Redis hangs with its sockets open: nothing fails, nothing answers. */
import { openTwoRelays } from '../call-load.ts';
import { checkRosters } from '../comeback.ts';
import { atMost, type Scenario, untilTrue, wait } from '../scenario.ts';

const HUNG_MS = 10_000;

export const hungRedis: Scenario = {
  id: 'K4',
  summary: 'SIGSTOP of Redis for 10 s: calls on one relay go on, nothing acknowledged is lost, all is well soon after',
  async run(context) {
    const { openRedis, quick } = context;
    const redis = await openRedis();
    const { load } = await openTwoRelays(context, redis.url, {
      rooms: quick ? 3 : 20,
      chatsPerSecond: 3,
      packetsPerSecond: 10,
    });
    await wait(2_000);
    redis.pause();
    await wait(HUNG_MS);
    redis.resume();
    const resumedAt = performance.now();
    const sent = new Map(load.callers.map((caller) => [caller, caller.history.acknowledged.size]));
    await untilTrue(() => load.callers.every(({ unacknowledged }) => unacknowledged === 0), 20_000);
    const chatMs = performance.now() - resumedAt;
    const isFresh = () =>
      load.callers.every(({ media, roster, participantId }) =>
        [...roster.keys()].every((id) => id === participantId || (media.get(id)?.lastAtMs ?? 0) > resumedAt),
      );
    await untilTrue(isFresh, 20_000);
    const mediaMs = performance.now() - resumedAt;
    await wait(500);
    return [
      atMost('everything said is acknowledged', chatMs, 8_000, ' ms'),
      atMost('media of everybody again', mediaMs, 8_000, ' ms'),
      atMost(
        'callers to whom nothing was ever acknowledged',
        [...sent.values()].every((count) => count === 0) ? 1 : 0,
        0,
      ),
      ...checkRosters(load),
      ...(await load.settle(10_000)),
    ];
  },
};
