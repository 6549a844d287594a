import { expect } from '@open-wc/testing';
import type { FromMedia, ToMedia } from '../../../component/media/messages.ts';
import { runMedia } from '../../../component/media/session.ts';
import { until } from './support.ts';

/** Nothing listens on the discard port. */
const NOWHERE = 'ws://localhost:9/socket';

interface Host {
  readonly port: Pick<MessagePort, 'postMessage' | 'addEventListener'>;
  end(): void;
}

const hosts: Record<string, () => Host> = {
  'in a worker': () => {
    const worker = new Worker(new URL('../../../component/media/worker.ts', import.meta.url), { type: 'module' });
    return { port: worker as unknown as Host['port'], end: () => worker.terminate() };
  },
  'on the page’s own thread': () => {
    const { port1, port2 } = new MessageChannel();
    runMedia(port2);
    port1.start();
    return { port: port1, end: () => port1.close() };
  },
};

describe('the media side', () => {
  for (const [where, open] of Object.entries(hosts)) {
    it(`starts ${where}, says so, answers, and tells that nobody is at an address`, async () => {
      const { port, end } = open();
      const heard: FromMedia[] = [];
      port.addEventListener('message', (event) => heard.push((event as MessageEvent<FromMedia>).data));
      const post = (message: ToMedia) => port.postMessage(message);
      await until(() => heard.length > 0, 'the first message');
      expect(heard[0]).to.deep.equal({ type: 'ready' });
      post({ type: 'report', requestId: 5 });
      post({ type: 'connect', url: NOWHERE, subprotocols: ['stream-room.v1'] });
      await until(() => heard.some(({ type }) => type === 'disconnected'), 'the end of the attempt');
      expect(heard.find(({ type }) => type === 'report')).to.deep.equal({ type: 'report', requestId: 5, tracks: [] });
      expect(heard.find(({ type }) => type === 'disconnected')).to.include({ code: 1006 });
      post({ type: 'connect', url: 'ftp://relay.test/socket', subprotocols: ['stream-room.v1'] });
      await until(() => heard.filter(({ type }) => type === 'disconnected').length === 2, 'the second one');
      post({ type: 'close' });
      end();
    });
  }
});
