/** K3: the Redis master dies, or hangs, and Sentinel makes the replica master. */
import { openTwoRelays } from '../call-load.ts';
import { checkRosters } from '../comeback.ts';
import { atMost, type Scenario, untilTrue, wait } from '../scenario.ts';

const failover = (id: string, summary: string, how: 'killMaster' | 'pauseMaster', limitMs: number): Scenario => ({
  id,
  summary,
  async run(context) {
    const { openSentinels, quick } = context;
    const redis = await openSentinels();
    const { load } = await openTwoRelays(context, redis.url, {
      rooms: quick ? 3 : 20,
      chatsPerSecond: 5,
      packetsPerSecond: 10,
    });
    await wait(2_000);
    redis[how]();
    const since = performance.now();
    // Sentinel needs its 1.5 s to notice, and a moment to elect.
    await wait(1_000);
    for (const room of load.rooms) room[0]?.say('said while there was no master');
    await untilTrue(() => load.callers.every(({ unacknowledged }) => unacknowledged === 0), 40_000);
    const chatMs = performance.now() - since;
    await wait(500);
    const marker = performance.now();
    const isFresh = () =>
      load.callers.every(({ media, roster, participantId }) =>
        [...roster.keys()].every((one) => one === participantId || (media.get(one)?.lastAtMs ?? 0) > marker),
      );
    await untilTrue(isFresh, 20_000);
    return [
      atMost('everything said is acknowledged', chatMs, limitMs, ' ms'),
      atMost('media of everybody after that', performance.now() - marker, 3_000, ' ms'),
      ...checkRosters(load),
      ...(await load.settle(15_000)),
    ];
  },
});

export const deadMaster = failover(
  'K3',
  'the Redis master dies under Sentinel: the relays follow, nothing acknowledged is lost',
  'killMaster',
  8_000,
);

export const hungMaster = failover(
  'K3H',
  'the Redis master hangs with its sockets open: the relays follow, nothing acknowledged is lost',
  'pauseMaster',
  12_000,
);
