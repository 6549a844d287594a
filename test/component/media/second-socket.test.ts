import { expect } from '@open-wc/testing';
import type { OpenTransport } from '../../../component/transport/transport.ts';
import { FakeRelay } from './fake-relay.ts';
import { Camera, Page, settings, sleep, until } from './support.ts';

const TRACK = 7;

/** A page that sends pictures to one relay, and knows another. */
async function sending() {
  const relays = { first: new FakeRelay(), second: new FakeRelay() };
  const open: OpenTransport = (address, events) =>
    (address.url.includes('second') ? relays.second : relays.first).open(address, events);
  const page = new Page({ openTransport: open });
  const camera = new Camera(320, 240);
  await page.connect();
  page.post({
    type: 'publish',
    key: 'camera',
    media: { kind: 'video', settings: settings('mjpeg') },
    source: { kind: 'stream', readable: camera.readable },
  });
  page.post({ type: 'bind', key: 'camera', trackId: TRACK });
  await until(() => relays.first.packets.length > 2, 'pictures on the first relay');
  page.post({ type: 'connect', url: 'ws://second.test/socket', subprotocols: ['stream-room.v1'], beside: true });
  await until(() => page.all('connected').some(({ beside }) => beside), 'the second socket');
  return {
    ...relays,
    page,
    close: () => {
      page.post({ type: 'close' });
      camera.stop();
    },
  };
}

describe('a second socket', () => {
  it('carries control alone until the page changes over, then everything, beginning with a keyframe', async () => {
    const { first, second, page, close } = await sending();
    page.post({ type: 'control', message: { type: 'leave', id: 3 }, beside: true });
    second.say({ type: 'draining', delayMs: 5 });
    first.say({ type: 'draining', delayMs: 6 });
    await until(() => page.all('control').length === 2, 'both relays’ words');
    expect(second.controls.map(({ type }) => type)).to.deep.equal(['leave']);
    expect(first.controls).to.deep.equal([]);
    for (const { beside, message } of page.all('control')) {
      expect(message).to.deep.equal({ type: 'draining', delayMs: beside ? 5 : 6 });
    }
    const before = first.packets.length;
    await until(() => first.packets.length > before + 2, 'pictures on the first relay still');
    expect(second.packets).to.deep.equal([]);

    page.post({ type: 'switch', code: 4503, reason: 'moved' });
    await until(() => page.all('switched').length === 1, 'the change');
    await sleep(150);
    expect(second.packets, 'nothing before the page has bound it').to.deep.equal([]);
    page.post({ type: 'bind', key: 'camera', trackId: TRACK });
    await until(() => second.packets.length > 2, 'pictures on the second relay');
    expect(second.packets[0]?.keyframe).to.equal(true);
    expect(page.all('disconnected'), 'of the first nothing more is heard').to.deep.equal([]);
    second.hangUp();
    await until(() => page.all('disconnected').length === 1, 'the end of the one that is left');
    expect(page.all('disconnected')[0]?.beside).to.equal(undefined);
    close();
  });

  it('that breaks leaves the first as it is', async () => {
    const { first, second, page, close } = await sending();
    second.hangUp();
    await until(() => page.all('disconnected').length === 1, 'the end of the second');
    expect(page.all('disconnected')[0]?.beside).to.equal(true);
    page.post({ type: 'switch', code: 4503, reason: 'moved' });
    const before = first.packets.length;
    await until(() => first.packets.length > before + 2, 'pictures on the first relay still');
    expect(page.all('switched')).to.deep.equal([]);
    close();
  });
});
