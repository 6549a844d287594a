/** S3: a cable is pulled out: nothing passes, nobody is told. */
import { openTcpProxy } from '../../support/tcp-proxy.ts';
import { atMost, exactly, type Scenario, untilTrue } from '../scenario.ts';

export const halfOpen: Scenario = {
  id: 'S3',
  summary: 'nothing passes any more and nobody is told: both ends notice, and the same participant comes back',
  async run({ openRelay, openCaller }) {
    const relay = await openRelay();
    const proxy = await openTcpProxy(relay.port);
    try {
      const other = openCaller({ relays: [relay.socketUrl], room: 'r', name: 'other' });
      const lost = openCaller({ relays: [`ws://localhost:${proxy.port}/socket`], room: 'r', name: 'lost' });
      await untilTrue(() => other.roster.size === 2 && lost.isJoined, 10_000);
      const { participantId } = lost;
      const isConnected = () => other.roster.get(participantId)?.connected === true;
      proxy.freeze();
      const frozenAt = performance.now();
      await untilTrue(() => !isConnected(), 30_000);
      const noticedMs = performance.now() - frozenAt;
      await untilTrue(() => !lost.isJoined, 30_000);
      const ownMs = performance.now() - frozenAt;
      proxy.thaw();
      const thawedAt = performance.now();
      await untilTrue(() => isConnected() && lost.isJoined, 30_000);
      return [
        atMost('the others are told', noticedMs, 12_500, ' ms'),
        atMost('it notices itself', ownMs, 13_000, ' ms'),
        atMost('back after the cable is in again', performance.now() - thawedAt, 10_000, ' ms'),
        exactly('the same participant', lost.participantId, participantId),
        exactly('participants in the room', other.roster.size, 2),
      ];
    } finally {
      await proxy.close();
    }
  },
};
