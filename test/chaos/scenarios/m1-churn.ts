/** M1: people come and go all the time; when all have gone, nothing is left of them. */
import { freePort } from '../../support/free-port.ts';
import type { Caller } from '../caller.ts';
import { residentBytes } from '../process-memory.ts';
import { atMost, exactly, type Scenario, untilTrue, wait } from '../scenario.ts';

const MIB = 1024 * 1024;
/** What a relay counts, under the names of its metrics. */
const LIVE = ['connections', 'rooms', 'participants', 'tracks', 'subscriptions'];

export const churn: Scenario = {
  id: 'M1',
  summary: 'joins and leaves without end, then nobody: no room, participant, track, subscription or key is left',
  async run({ openRedis, openRelay, openCaller, quick, random, note }) {
    const redis = await openRedis();
    const metricsPort = await freePort();
    const relay = await openRelay({ args: ['--redis', redis.url, '--metrics-port', String(metricsPort)] });
    const present = new Set<Caller>();
    let joined = 0;
    const round = async (ms: number) => {
      const end = performance.now() + ms;
      while (performance.now() < end) {
        const room = `room-${random.below(20)}`;
        present.add(
          openCaller({ relays: [relay.socketUrl], room, name: `p${joined++}`, packetsPerSecond: 5, watches: true }),
        );
        if (present.size > 30) {
          const leaver = random.pick([...present]);
          present.delete(leaver);
          leaver.say('goodbye');
          // A third breaks off instead of leaving.
          if (random.below(3) === 0) leaver.vanish();
          else leaver.close();
        }
        await wait(50);
      }
    };
    await round(quick ? 5_000 : 60_000);
    const warm = residentBytes(relay.pid);
    await round(quick ? 10_000 : 600_000);
    const grown = residentBytes(relay.pid) - warm;
    for (const caller of present) caller.close();
    note(`${joined} joins`);
    // Those who broke off keep their places for 30 s.
    const gauges = async () => {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return LIVE.map((name) => Number(new RegExp(`^sr_${name}(?:{[^}]*})? (\\d+)`, 'm').exec(text)?.[1] ?? -1));
    };
    let left = await gauges();
    await untilTrue(() => {
      void gauges().then((now) => {
        left = now;
      });
      return left.every((count) => count === 0);
    }, 60_000);
    await wait(1_000);
    const keys = (await redis.command('KEYS sr:*')).match(/sr:[^\r\n]*/g) ?? [];
    const forever: string[] = [];
    for (const key of keys) if ((await redis.command(`TTL ${key}`)).includes(':-1')) forever.push(key);
    return [
      ...LIVE.map((name, index) => exactly(`${name} left`, left[index] ?? -1, 0)),
      exactly('keys in Redis without an end', forever.length, 0),
      atMost('growth of the relay after it was warm', grown / MIB, quick ? 20 : 30, ' MiB'),
    ];
  },
};
