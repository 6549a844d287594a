/** K6: one of two relays is cut off from Redis, both go on. */
import { openTcpProxy } from '../../support/tcp-proxy.ts';
import { openCallLoad } from '../call-load.ts';
import { checkRosters } from '../comeback.ts';
import { atMost, exactly, type Scenario, untilTrue, wait } from '../scenario.ts';

export const partition: Scenario = {
  id: 'K6',
  summary:
    'one relay cannot reach Redis for 30 s: its rooms go on, nothing acknowledged is lost, all is one again after it',
  async run(context) {
    const { openRedis, openRelay, quick } = context;
    const redis = await openRedis();
    const proxy = await openTcpProxy(redis.port);
    try {
      const [near, far] = await Promise.all([
        openRelay({ args: ['--redis', redis.url] }),
        openRelay({ args: ['--redis', `redis://127.0.0.1:${proxy.port}`] }),
      ]);
      const load = await openCallLoad(context, {
        relays: [near.socketUrl, far.socketUrl],
        rooms: quick ? 3 : 20,
        members: 4,
        chatsPerSecond: 3,
        packetsPerSecond: 10,
      });
      await wait(2_000);
      proxy.freeze();
      const cutAt = performance.now();
      await wait(quick ? 15_000 : 30_000);
      const [nearReady, farReady, farLive] = await Promise.all(
        [`${near.url}/ready`, `${far.url}/ready`, `${far.url}/live`].map(async (url) => (await fetch(url)).status),
      );
      const here = load.callers.filter(({ isJoined }) => isJoined).length;
      proxy.thaw();
      proxy.cut();
      const healedAt = performance.now();
      const isFresh = () =>
        load.callers.every(({ media, roster, participantId }) =>
          [...roster.keys()].every((id) => id === participantId || (media.get(id)?.lastAtMs ?? 0) > healedAt),
        );
      await untilTrue(
        () => isFresh() && load.rooms.every((room) => room.every(({ roster }) => roster.size === 4)),
        30_000,
      );
      const healedMs = performance.now() - healedAt;
      await wait(1_000);
      const { length: leaves } = load.callers.flatMap((caller) => caller.leaves);
      return [
        exactly('/ready of the relay that has Redis', nearReady ?? 0, 200),
        exactly('/ready of the one that has not', farReady ?? 0, 503),
        exactly('/live of the one that has not', farLive ?? 0, 200),
        exactly(`callers in a call ${Math.round((healedAt - cutAt) / 1000)} s into it`, here, load.callers.length),
        atMost('everybody sees everybody after it', healedMs, 10_000, ' ms'),
        // Each side took the other for gone meanwhile, and said so.
        ...checkRosters(load).filter(({ what }) => leaves === 0 || !what.includes('gone')),
        ...(await load.settle(15_000)),
      ];
    } finally {
      await proxy.close();
    }
  },
};
