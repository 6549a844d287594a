/** C4: many join at once, each with a token of its own. */
import { randomBytes } from 'node:crypto';
import { mintToken } from '../../../relay/auth/mint.ts';
import type { Caller } from '../caller.ts';
import { atLeast, none, type Scenario, untilTrue } from '../scenario.ts';

const AT_ONCE = 40;

export const ramp: Scenario = {
  id: 'C4',
  summary: 'joins with a token each, forty at a time: how many a second',
  async run({ openRelay, openCaller, quick }) {
    const tokenSecret = randomBytes(32).toString('base64url');
    const relay = await openRelay({
      env: { TOKEN_SECRET: tokenSecret },
    });
    const count = quick ? 200 : 2_000;
    const tokens = await Promise.all(
      Array.from({ length: count }, (_, each) =>
        mintToken({
          key: tokenSecret,
          subject: `s${each}`,
          room: `room-${each % (count / 4)}`,
          role: 'member',
          native: true,
        }),
      ),
    );
    const callers: Caller[] = [];
    const started = performance.now();
    for (let each = 0; each < count; each++) {
      const token = tokens[each] ?? '';
      callers.push(
        openCaller({ relays: [relay.socketUrl], room: `room-${each % (count / 4)}`, name: `m${each}`, token }),
      );
      if (each % AT_ONCE === AT_ONCE - 1)
        await untilTrue(() => callers.slice(-AT_ONCE).every(({ isJoined }) => isJoined), 10_000);
    }
    await untilTrue(() => callers.every(({ isJoined }) => isJoined), 20_000);
    const seconds = (performance.now() - started) / 1000;
    return [
      atLeast('joins a second', callers.filter(({ isJoined }) => isJoined).length / seconds, quick ? 100 : 400),
      none(
        'turned away',
        callers.flatMap(({ name, ended }) => (ended ? [`${name}: ${ended.code} ${ended.reason}`] : [])),
      ),
    ];
  },
};
