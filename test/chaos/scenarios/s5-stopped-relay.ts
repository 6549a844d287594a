/** S5: a relay freezes with its connections up, and wakes after the others have taken over. */
import { openTwoRelays } from '../call-load.ts';
import { backWithin, checkRosters, watchComeback } from '../comeback.ts';
import { type Scenario, wait } from '../scenario.ts';

const STOPPED_MS = 20_000;

export const stoppedRelay: Scenario = {
  id: 'S5',
  summary: 'SIGSTOP of one of two relays for 20 s: its clients move, and what wakes has nothing to say any more',
  async run(context) {
    const { openRedis, quick, random } = context;
    const redis = await openRedis();
    const { relays, load } = await openTwoRelays(context, redis.url, {
      rooms: quick ? 3 : 20,
      chatsPerSecond: 3,
      packetsPerSecond: 10,
    });
    await wait(2_000);
    const victim = random.pick(relays);
    const comeback = watchComeback(load);
    const stoppedAt = performance.now();
    victim.pause();
    // Silence is noticed by the heartbeat.
    await wait(15_500);
    const joinedMs = await comeback.joinedMs();
    await wait(STOPPED_MS - (performance.now() - stoppedAt));
    victim.resume();
    await wait(6_000);
    return [...backWithin('back in the room', joinedMs, 13_500), ...checkRosters(load), ...(await load.settle(10_000))];
  },
};
