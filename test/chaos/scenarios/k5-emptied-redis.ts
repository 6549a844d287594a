/** K5: Redis forgets everything, once by FLUSHALL and once by a restart without its file. */
import { openTwoRelays } from '../call-load.ts';
import { checkRosters } from '../comeback.ts';
import { atMost, exactly, type Scenario, untilTrue, wait } from '../scenario.ts';

/** By then nobody is shown any more who is gone. */
const GHOST_LIMIT_MS = 16_000;

export const emptiedRedis: Scenario = {
  id: 'K5',
  summary:
    'Redis is emptied, then restarted empty: rosters are rebuilt, nobody is thrown out, readiness tells the truth',
  async run(context) {
    const { openRedis, openCaller, quick } = context;
    const redis = await openRedis();
    const { relays, load } = await openTwoRelays(context, redis.url, {
      rooms: quick ? 3 : 20,
      chatsPerSecond: 3,
      packetsPerSecond: 10,
    });
    const urls = relays.map(({ socketUrl }) => socketUrl);
    await wait(2_000);
    await redis.command('FLUSHALL');
    const flushedAt = performance.now();
    const late = urls.map((url, index) => openCaller({ relays: [url], room: 'room-0', name: `late-${index}` }));
    const rebuilt = () => late.every(({ roster }) => roster.size >= 4 + late.length);
    await untilTrue(rebuilt, 15_000);
    const rosterMs = performance.now() - flushedAt;
    const live = async () => (await fetch(`${relays[0]?.url}/live`)).status;
    await redis.kill();
    await untilTrue(() => false, 7_000);
    const [liveWhile, readyWhile] = [await live(), (await fetch(`${relays[0]?.url}/ready`)).status];
    await redis.start();
    const startedAt = performance.now();
    let ready = 0;
    while (ready !== 200 && performance.now() - startedAt < 20_000) {
      await wait(200);
      ready = (await fetch(`${relays[0]?.url}/ready`)).status;
    }
    const readyMs = performance.now() - startedAt;
    for (const caller of late) caller.close();
    // A leave that was said while the bus was just coming back is found out by comparing.
    await untilTrue(() => load.callers.every(({ roster }) => roster.size === 4), GHOST_LIMIT_MS);
    return [
      atMost('a late comer on either relay sees the whole room', rosterMs, 5_000, ' ms'),
      exactly('/live while Redis is away', liveWhile, 200),
      exactly('/ready while Redis is away', readyWhile, 503),
      atMost('/ready again after its return', readyMs, 8_000, ' ms'),
      ...checkRosters({ ...load, callers: load.callers.map(withoutLate(late)) }),
      ...(await load.settle(10_000)),
    ];
  },
};

/** They left in order: that is no loss. */
const withoutLate =
  (late: readonly { readonly participantId: string }[]) =>
  <Member extends { readonly leaves: readonly { readonly participantId: string }[] }>(member: Member): Member =>
    Object.create(member, {
      leaves: {
        value: member.leaves.filter(({ participantId }) => !late.some((one) => one.participantId === participantId)),
      },
    }) as Member;
