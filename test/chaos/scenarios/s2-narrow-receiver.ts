/** S2: a receiver whose link is a third of what is sent to it. */
import { openTcpProxy } from '../../support/tcp-proxy.ts';
import { atMost, exactly, quantile, type Scenario, untilTrue, wait } from '../scenario.ts';

/** 300 kbit/s, the stream has 1 Mbit/s. */
const LINK_BYTES_PER_SECOND = 300_000 / 8;

export const narrowReceiver: Scenario = {
  id: 'S2',
  summary: 'a receiver on 300 kbit/s of a 1 Mbit/s stream: what it sees is fresh, sound is whole, chat answers',
  async run({ openRelay, openCaller, quick, note }) {
    const relay = await openRelay();
    const proxy = await openTcpProxy(relay.port);
    try {
      const near = { relays: [relay.socketUrl], room: 'hall' };
      const camera = openCaller({ ...near, name: 'camera', packetsPerSecond: 30, packetBytes: 4_200 });
      const voice = openCaller({ ...near, name: 'voice', packetsPerSecond: 50, packetBytes: 120, kind: 'audio' });
      await untilTrue(() => camera.isJoined && voice.isJoined, 10_000);
      const narrow = openCaller({
        relays: [`ws://localhost:${proxy.port}/socket`],
        room: 'hall',
        name: 'n',
        watches: true,
      });
      await untilTrue(() => narrow.media.size === 2, 10_000);
      proxy.limitDownlink(LINK_BYTES_PER_SECOND);
      // The first second fills what buffers there are on the way.
      await wait(5_000);
      narrow.startMeasuringMedia();
      const end = performance.now() + (quick ? 10_000 : 30_000);
      while (performance.now() < end) {
        narrow.say('are you there?');
        await wait(500);
      }
      const picture = narrow.media.get(camera.participantId);
      const sound = narrow.media.get(voice.participantId);
      note(`${picture?.packets} pictures came, ${picture?.missed} were left out`);
      return [
        atMost('age of pictures, p95', quantile(picture?.agesMs ?? [], 0.95), 800, ' ms'),
        atMost('sound left out', (100 * (sound?.missed ?? 1)) / Math.max(1, sound?.packets ?? 0), 2, ' %'),
        atMost('answer to a chat message, p99', quantile(narrow.answerMs, 0.99), 1_000, ' ms'),
        exactly('connections closed', narrow.closeCodes.length, 0),
      ];
    } finally {
      await proxy.close();
    }
  },
};
