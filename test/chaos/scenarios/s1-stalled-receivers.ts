/** S1: a fifth of a large audience stops reading. */
import { residentBytes } from '../process-memory.ts';
import { atMost, exactly, type Finding, none, quantile, type Scenario, untilTrue, wait } from '../scenario.ts';

const MIB = 1024 * 1024;
/** A stall is noticed after 15 s, at the sweep after that. */
const CLOSED_WITHIN_MS = 25_000;

export const stalledReceivers: Scenario = {
  id: 'S1',
  summary: '20 of 100 receivers stop reading a 1 Mbit/s stream: bounded memory, no loss for the others',
  async run({ openRelay, openCaller, quick, note }) {
    const relay = await openRelay();
    const count = quick ? 30 : 100;
    const stalledCount = count / 5;
    const to = { relays: [relay.socketUrl], room: 'hall' };
    const speaker = openCaller({ ...to, name: 'speaker', packetsPerSecond: 30, packetBytes: 4_200 });
    await untilTrue(() => speaker.isJoined, 10_000);
    const audience = Array.from({ length: count }, (_, each) => openCaller({ ...to, name: `a${each}`, watches: true }));
    await untilTrue(() => audience.every(({ media }) => media.size === 1), 20_000);
    await wait(2_000);
    const stalled = audience.slice(0, stalledCount);
    const others = audience.slice(stalledCount);
    for (const caller of others) caller.startMeasuringMedia();
    const before = residentBytes(relay.pid);
    let most = before;
    const closedBefore = stalled.map(({ closeCodes }) => closeCodes.length);
    for (const caller of stalled) caller.stopReading();
    const until = performance.now() + CLOSED_WITHIN_MS;
    while (performance.now() < until) {
      await wait(250);
      most = Math.max(most, residentBytes(relay.pid));
    }
    const still = stalled.filter(({ closeCodes }, each) => closeCodes.length === closedBefore[each]);
    note(`${stalled.length} receivers stopped reading`);
    const records = others.flatMap(({ media }) => [...media.values()]);
    const missed = records.reduce((sum, record) => sum + record.missed, 0);
    const ages = records.flatMap(({ agesMs }) => agesMs);
    const findings: Finding[] = [
      atMost('growth of the relay', (most - before) / MIB, quick ? 15 : 25, ' MiB'),
      exactly('packets lost by those who read', missed, 0),
      atMost('age for those who read, p99', quantile(ages, 0.99), 200, ' ms'),
      none(
        'stalled receivers that are still connected',
        still.map(({ name }) => name),
      ),
      none(
        'others who were closed',
        others.flatMap(({ name, closeCodes }) => closeCodes.map((code) => `${name}: ${code}`)),
      ),
    ];
    return findings;
  },
};
