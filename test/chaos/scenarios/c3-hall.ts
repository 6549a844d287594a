/** C3: one speaker, a large audience: every packet is framed once, and sent to all. */
import { residentBytes } from '../process-memory.ts';
import { atMost, exactly, quantile, type Scenario, untilTrue, wait } from '../scenario.ts';

const MIB = 1024 * 1024;

export const hall: Scenario = {
  id: 'C3',
  summary: 'one room, 200 listeners of 1 Mbit/s: no loss, little delay, no memory that grows',
  async run({ openRelay, openCaller, quick }) {
    const relay = await openRelay();
    const to = { relays: [relay.socketUrl], room: 'hall' };
    openCaller({ ...to, name: 'speaker', packetsPerSecond: 30, packetBytes: 4_200 });
    const audience = Array.from({ length: quick ? 40 : 200 }, (_, each) =>
      openCaller({ ...to, name: `a${each}`, watches: true }),
    );
    await untilTrue(() => audience.every(({ media }) => media.size === 1), 20_000);
    await wait(quick ? 1_000 : 10_000);
    for (const caller of audience) caller.startMeasuringMedia();
    const before = residentBytes(relay.pid);
    const seconds = quick ? 5 : 30;
    await wait(seconds * 1_000);
    const grownMib = (residentBytes(relay.pid) - before) / MIB;
    const records = audience.flatMap(({ media }) => [...media.values()]);
    const missed = records.reduce((sum, record) => sum + record.missed, 0);
    const ages = records.flatMap(({ agesMs }) => agesMs);
    return [
      exactly(`packets lost of ${records.reduce((sum, { packets }) => sum + packets, 0)}`, missed, 0),
      atMost('age, p50', quantile(ages, 0.5), 40, ' ms'),
      atMost('age, p99', quantile(ages, 0.99), 160, ' ms'),
      // 25 MB a second go out: kept but for a moment, they would show.
      atMost('growth of the relay', grownMib / seconds, quick ? 4 : 1, ' MiB/s'),
    ];
  },
};
