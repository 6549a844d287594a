/** C2: rooms of four who all send to all. */
import type { Caller } from '../caller.ts';
import { atMost, exactly, quantile, type Scenario, untilTrue, wait } from '../scenario.ts';

export const fanOut: Scenario = {
  id: 'C2',
  summary: 'rooms of four, everybody sends 30 packets of 4 KB a second to everybody: no loss, no reordering',
  async run({ openRelay, openCaller, quick }) {
    const relay = await openRelay();
    const rooms = quick ? 2 : 10;
    const callers: Caller[] = [];
    for (let room = 0; room < rooms; room++) {
      for (let member = 0; member < 4; member++) {
        const name = `${room}-${member}`;
        const load = { packetsPerSecond: 30, packetBytes: 4_000, watches: true };
        callers.push(openCaller({ relays: [relay.socketUrl], room: `room-${room}`, name, ...load }));
      }
    }
    await untilTrue(() => callers.every(({ media }) => media.size === 3), 20_000);
    await wait(1_000);
    for (const caller of callers) caller.startMeasuringMedia();
    await wait(quick ? 5_000 : 20_000);
    const records = callers.flatMap(({ media }) => [...media.values()]);
    const ages = records.flatMap(({ agesMs }) => agesMs);
    const sum = (of: (record: (typeof records)[number]) => number) =>
      records.reduce((total, each) => total + of(each), 0);
    return [
      exactly(
        `packets lost of ${sum(({ packets }) => packets)}`,
        sum(({ missed }) => missed),
        0,
      ),
      exactly(
        'packets out of order',
        sum(({ outOfOrder }) => outOfOrder),
        0,
      ),
      atMost('age, p50', quantile(ages, 0.5), 16, ' ms'),
      atMost('age, p99', quantile(ages, 0.99), 200, ' ms'),
    ];
  },
};
