/** C1: thousands of members who only listen. */
import type { Caller } from '../caller.ts';
import { residentBytes } from '../process-memory.ts';
import { atMost, none, type Scenario, untilTrue, wait } from '../scenario.ts';

const ROOM_SIZE = 10;

export const idle: Scenario = {
  id: 'C1',
  summary: 'idle members in rooms of ten: memory per connection, none lost',
  async run({ openRelay, openCaller, quick }) {
    const relay = await openRelay({ args: ['--max-connections', '20000'] });
    const count = quick ? 300 : 10_000;
    const callers: Caller[] = [];
    // The first ones pay for what all share.
    const warmUp = quick ? 100 : 500;
    let base = 0;
    for (let each = 0; each < count + warmUp; each++) {
      const room = `room-${Math.floor(each / ROOM_SIZE)}`;
      callers.push(openCaller({ relays: [relay.socketUrl], room, name: `m${each}` }));
      if (each % 50 === 49) await untilTrue(() => callers.every(({ isJoined }) => isJoined), 20_000);
      if (each === warmUp - 1) {
        await wait(1_000);
        base = residentBytes(relay.pid);
      }
    }
    await untilTrue(() => callers.every(({ isJoined }) => isJoined), 20_000);
    await wait(quick ? 6_000 : 60_000);
    const perConnection = (residentBytes(relay.pid) - base) / count / 1024;
    return [
      atMost(`memory of each of ${count} connections`, perConnection, quick ? 60 : 20, ' KiB'),
      none(
        'members lost',
        callers.flatMap(({ name, closeCodes }) => closeCodes.map((code) => `${name}: ${code}`)),
      ),
    ];
  },
};
