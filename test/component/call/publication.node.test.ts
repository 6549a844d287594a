import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Publication, type PublicationOptions } from '../../../component/call/publication.ts';
import { type RequestBody, RequestRefused } from '../../../component/call/requests.ts';
import { CallError } from '../../../component/support/errors.ts';
import { settle } from '../support/test-clock.ts';
import { FakeTrack, fakeCapture } from './fake-capture.ts';
import { FakeMediaHost } from './fake-media-host.ts';
import { FakeRelay, track } from './fake-relay.ts';

function publication(changes: Partial<PublicationOptions> = {}) {
  const media = new FakeMediaHost(new FakeRelay());
  const asked: { body: RequestBody; resolve: (result?: unknown) => void; reject: (error: unknown) => void }[] = [];
  const line = { joined: true };
  const closed: MediaStreamTrack[] = [];
  const failures: CallError[] = [];
  const one = new Publication('camera', 'video', {
    media,
    isJoined: () => line.joined,
    ask: (body) => new Promise((resolve, reject) => asked.push({ body, resolve, reject })),
    openSource: (source) =>
      Promise.resolve({
        source: { kind: 'port', port: {} as MessagePort },
        transfer: [],
        close: () => void closed.push(source),
      }),
    describe: () => ({
      kind: 'video',
      settings: { codec: 'auto', quality: 'auto', framesPerSecond: 30, content: 'motion' },
    }),
    onState: () => undefined,
    onFailed: (_source, error) => failures.push(error),
    ...changes,
  });
  const bodies = () => asked.map(({ body }) => body);
  const posts = () => media.posted.map(({ type }) => type);
  const answer = async (result?: unknown) => {
    asked.at(-1)?.resolve(result);
    await settle();
  };
  return { one, media, asked, bodies, posts, answer, line, closed, failures };
}

const newTrack = () => fakeCapture('video', 'camera-1').track;
const details = { codec: 'vp8', width: 640, height: 480, framesPerSecond: 30 };

describe('a publication', () => {
  it('is published to the media worker and the relay, and bound when the relay has named it', async () => {
    const { one, media, bodies, posts, answer } = publication();
    await one.setTrack(newTrack());
    assert.deepEqual(posts(), ['publish', 'pause', 'bind']);
    assert.equal(media.posts('bind')[0]?.trackId, undefined);
    assert.deepEqual(bodies(), [{ type: 'publish', kind: 'video', source: 'camera', muted: false }]);
    await answer({ trackId: 7 });
    assert.equal(media.posts('bind')[1]?.trackId, 7);
    assert.equal(bodies().length, 1, 'there is nothing more to say');
  });

  it('before joining is only the media worker’s; joining publishes it', async () => {
    const { one, line, asked, bodies } = publication();
    line.joined = false;
    await one.setTrack(newTrack());
    assert.equal(asked.length, 0);
    line.joined = true;
    one.joined(undefined);
    assert.deepEqual(
      bodies().map(({ type }) => type),
      ['publish'],
    );
  });

  it('tells details and mutes in one request at a time, always the newest', async () => {
    const { one, bodies, answer } = publication();
    await one.setTrack(newTrack());
    one.setDetails(details);
    one.setMuted(true);
    one.setMuted(false);
    one.setDetails({ ...details, width: 320 });
    await answer({ trackId: 7 });
    assert.deepEqual(bodies()[1], { type: 'update-track', trackId: 7, muted: false, ...details, width: 320 });
    await answer();
    assert.equal(bodies().length, 2);
    one.setMuted(true);
    assert.equal(bodies().length, 3);
    one.setMuted(false);
    await answer();
    assert.deepEqual(
      bodies()
        .slice(2)
        .map((body) => 'muted' in body && body.muted),
      [true, false],
    );
  });

  it('muted is paused in the media worker and muted on the relay', async () => {
    const { one, media, answer, bodies } = publication();
    await one.setTrack(newTrack());
    await answer({ trackId: 7 });
    one.setMuted(true);
    assert.deepEqual(media.posts('pause').at(-1), { type: 'pause', key: 'camera', paused: true });
    const said = bodies().at(-1);
    assert.ok(said?.type === 'update-track' && said.muted === true);
  });

  it('suspended and resumed keeps its track, its encoder and its id: only the source is replaced', async () => {
    const { one, media, closed, answer, bodies, posts } = publication();
    const first = newTrack();
    await one.setTrack(first);
    await answer({ trackId: 7 });
    one.suspend();
    assert.deepEqual(closed, [first]);
    await answer();
    one.setMuted(false);
    await one.setTrack(newTrack());
    await answer();
    assert.deepEqual(posts().slice(-2), ['pause', 'replace-source']);
    assert.equal(media.posts('publish').length, 1);
    assert.equal(bodies().filter(({ type }) => type === 'publish').length, 1);
    assert.equal(one.trackId, 7);
  });

  it('withdrawn is gone everywhere, also where the relay’s answer was still on its way', async () => {
    const { one, closed, answer, bodies, posts } = publication();
    await one.setTrack(newTrack());
    one.withdraw();
    assert.equal(posts().at(-1), 'unpublish');
    assert.equal(closed.length, 1);
    await answer({ trackId: 7 });
    assert.deepEqual(bodies().at(-1), { type: 'unpublish', trackId: 7 });
    await answer();
    assert.equal(bodies().length, 2);
  });

  it('a source that opens too late is closed again', async () => {
    const { one, closed, posts } = publication();
    const late = newTrack();
    const opening = one.setTrack(late);
    one.withdraw();
    await opening;
    assert.deepEqual(closed, [late]);
    assert.ok(!posts().includes('publish'));
  });

  it('resumed by the relay is told only what the relay does not know', async () => {
    const { one, answer, bodies, line, asked } = publication();
    await one.setTrack(newTrack());
    one.setDetails(details);
    await answer({ trackId: 7 });
    await answer();
    line.joined = false;
    one.setMuted(true);
    line.joined = true;
    const before = asked.length;
    one.joined(track(7, { muted: false, ...details }));
    await settle();
    assert.equal(asked.length, before + 1);
    const said = bodies().at(-1);
    assert.ok(said?.type === 'update-track' && said.muted === true && said.trackId === 7);
  });

  it('forgotten by the relay is published anew, muted as it is, and bound to its new id', async () => {
    const { one, answer, bodies, media } = publication();
    await one.setTrack(newTrack());
    await answer({ trackId: 7 });
    one.setMuted(true);
    await answer();
    one.joined(undefined);
    assert.deepEqual(bodies().at(-1), { type: 'publish', kind: 'video', source: 'camera', muted: true });
    assert.equal(media.posts('bind').at(-1)?.trackId, undefined, 'nothing goes out under the old id');
    await answer({ trackId: 70 });
    assert.equal(media.posts('bind').at(-1)?.trackId, 70);
  });

  it('forgotten by the relay while it has no source waits for one', async () => {
    const { one, answer, asked, line } = publication();
    await one.setTrack(newTrack());
    await answer({ trackId: 7 });
    one.suspend();
    await answer();
    const before = asked.length;
    one.joined(undefined);
    await settle();
    assert.equal(asked.length, before);
    assert.ok(line.joined);
  });

  it('that fails in the encoder is started again, three times, and then says so', async () => {
    const { one, posts, failures } = publication();
    await one.setTrack(newTrack());
    for (let i = 0; i < 3; i++) {
      one.failed({ code: 'encoder-failed', message: 'no bits' });
      await settle();
    }
    assert.equal(posts().filter((type) => type === 'publish').length, 4);
    assert.equal(failures.length, 0);
    one.failed({ code: 'encoder-failed', message: 'no bits' });
    await settle();
    assert.equal(posts().filter((type) => type === 'publish').length, 4);
    assert.equal(failures[0]?.code, 'encoder-failed');
    assert.match(failures[0]?.message ?? '', /no bits/);
  });

  it('whose device has ended is not started again: the device’s return does that', async () => {
    const { one, posts } = publication();
    const ended = new FakeTrack('video', 'x');
    await one.setTrack(ended as unknown as MediaStreamTrack);
    ended.stop();
    one.failed({ code: 'source-ended', message: '' });
    await settle();
    assert.equal(posts().filter((type) => type === 'publish').length, 1);
    await one.setTrack(newTrack());
    assert.equal(posts().filter((type) => type === 'publish').length, 2, 'the worker has none, so it gets a new one');
  });

  it('that the relay refuses says so; that a broken connection swallowed does not', async () => {
    const { one, asked, failures } = publication();
    await one.setTrack(newTrack());
    asked[0]?.reject(new CallError('request-failed', 'broke'));
    await settle();
    assert.equal(failures.length, 0);
    one.joined(undefined);
    asked[1]?.reject(new RequestRefused('too-many-tracks', 'eight is enough'));
    await settle();
    assert.match(failures[0]?.message ?? '', /eight is enough/);
  });
});
