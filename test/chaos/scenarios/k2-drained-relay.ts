/** K2: an operator stops one of two relays in order, under calls. */
import { openTwoRelays } from '../call-load.ts';
import { backWithin, checkRosters } from '../comeback.ts';
import { atMost, exactly, quantile, type Scenario, wait } from '../scenario.ts';

export const drainedRelay: Scenario = {
  id: 'K2',
  summary: 'SIGTERM of one of two relays under calls: clients move before their sockets close',
  async run(context) {
    const { openRedis, quick, random, note } = context;
    const redis = await openRedis();
    const { relays, load } = await openTwoRelays(context, redis.url, {
      rooms: quick ? 5 : 50,
      chatsPerSecond: 5,
      packetsPerSecond: quick ? 30 : 15,
    });
    await wait(3_000);
    for (const caller of load.callers) caller.startMeasuringMedia();
    const joins = load.callers.reduce((sum, caller) => sum + caller.joins, 0);
    const started = performance.now();
    const code = await random.pick(relays).stop();
    const tookMs = performance.now() - started;
    await wait(1_000);
    const moved = load.callers.reduce((sum, caller) => sum + caller.joins, 0) - joins;
    note(`${moved} of ${load.callers.length} callers moved`);
    const gaps = load.callers.flatMap(({ media }) => [...media.values()].map(({ longestGapMs }) => longestGapMs));
    return [
      exactly('exit code', String(code), '0'),
      atMost('until the process was gone', tookMs, 15_000, ' ms'),
      ...backWithin('longest time without media of a publisher', gaps, 300),
      atMost('longest of all', quantile(gaps, 1), 3_000, ' ms'),
      ...checkRosters(load),
      ...(await load.settle(10_000)),
    ];
  },
};
