/** S4: a client's process sleeps for a moment, then for long. */
import { openClientProcess } from '../../support/client-process.ts';
import { atMost, exactly, type Scenario, untilTrue, wait } from '../scenario.ts';

export const sleepingClient: Scenario = {
  id: 'S4',
  summary: 'SIGSTOP of a client for 8 s is no loss, for longer it is noticed within 12 s; nobody is shown twice',
  async run({ openRelay, openCaller, defer }) {
    const relay = await openRelay();
    const watcher = openCaller({ relays: [relay.socketUrl], room: 'test', name: 'watcher' });
    await untilTrue(() => watcher.isJoined, 10_000);
    const client = await openClientProcess({ after: defer }, relay.socketUrl);
    await untilTrue(() => watcher.roster.size === 2, 10_000);
    const isConnected = () => [...watcher.roster.values()].every(({ connected }) => connected);
    client.pause();
    await wait(8_000);
    const stillThere = isConnected();
    client.resume();
    await wait(3_000);
    client.pause();
    const pausedAt = performance.now();
    await untilTrue(() => !isConnected(), 30_000);
    const noticedMs = performance.now() - pausedAt;
    client.resume();
    await untilTrue(() => watcher.roster.size === 1, 60_000);
    return [
      exactly('still there after 8 s', String(stillThere), 'true'),
      atMost('noticed when it lasts', noticedMs, 12_500, ' ms'),
      exactly('in the room when its place is given up', watcher.roster.size, 1),
    ];
  },
};
