import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RemoteParticipant, RemoteTrack } from '../../../component/call/call-state.ts';
import { type RequestBody, RequestRefused } from '../../../component/call/requests.ts';
import { Subscriptions } from '../../../component/call/subscriptions.ts';
import { CallError } from '../../../component/support/errors.ts';
import { settle } from '../support/test-clock.ts';
import { FakeSpeaker } from './call-bench.ts';
import { FakeMediaHost } from './fake-media-host.ts';
import { FakeRelay, someone, track } from './fake-relay.ts';

function subscriptions({ deaf = false } = {}) {
  const media = new FakeMediaHost(new FakeRelay());
  const speaker = new FakeSpeaker(() => undefined);
  const asked: string[] = [];
  const played: [number, RemoteTrack['playback']][] = [];
  const line = { joined: true, failure: undefined as CallError | undefined };
  const all = new Subscriptions(
    {
      media,
      speaker: deaf ? undefined : speaker,
      isJoined: () => line.joined,
      ask: (body: RequestBody) => {
        asked.push('trackId' in body ? `${body.type} ${body.trackId}` : body.type);
        return line.failure === undefined ? Promise.resolve() : Promise.reject(line.failure);
      },
      createCanvas: () => ({ transferControlToOffscreen: () => ({}) }) as unknown as HTMLCanvasElement,
      onPlayback: (trackId, playback) => played.push([trackId, playback]),
    },
    new AbortController().signal,
  );
  return { all, media, speaker, asked, played, line };
}

const ada = (...tracks: ReturnType<typeof track>[]): RemoteParticipant => ({
  ...someone('participant-ada-------'),
  tracks: tracks.map((one) => ({ ...one, playback: 'unsubscribed' as const })),
  level: 0,
  speaking: false,
});
const audio = track(1, { kind: 'audio' });
const video = track(2);

describe('subscriptions', () => {
  it('take all audio by themselves, and no video', async () => {
    const { all, media, speaker, asked } = subscriptions();
    all.update([ada(audio, video)]);
    await settle();
    assert.deepEqual(asked, ['subscribe 1']);
    assert.deepEqual([...speaker.tracks.keys()], [1]);
    assert.deepEqual(
      media.posts('subscribe').map(({ trackId, output }) => [trackId, output.kind]),
      [[1, 'audio']],
    );
  });

  it('tell the media worker before the relay: no packet comes unexpected', async () => {
    const { all, media, asked } = subscriptions();
    media.post = (message) => void asked.push(`post ${message.type}`);
    all.update([ada(audio)]);
    await settle();
    assert.deepEqual(asked, ['post clock', 'post subscribe', 'subscribe 1']);
  });

  it('leave audio alone where nothing can be played', async () => {
    const { all, asked } = subscriptions({ deaf: true });
    all.update([ada(audio)]);
    await settle();
    assert.deepEqual(asked, []);
  });

  it('two views of one track share one canvas, and the last to close ends it', async () => {
    const { all, media, asked } = subscriptions();
    all.update([ada(video)]);
    const first = all.openVideo(2);
    const second = all.openVideo(2);
    assert.equal(first.canvas, second.canvas);
    first.close();
    first.close();
    await settle();
    assert.deepEqual(asked, ['subscribe 2']);
    second.close();
    await settle();
    assert.deepEqual(asked, ['subscribe 2', 'unsubscribe 2']);
    assert.equal(media.posts('subscribe').length, 1);
    assert.notEqual(all.openVideo(2).canvas, first.canvas, 'a canvas is handed over once, so the next is a new one');
  });

  it('a view that is closed while the relay is still asked ends with nothing being sent', async () => {
    const { all, asked } = subscriptions();
    all.update([ada(video)]);
    await settle();
    all.openVideo(2).close();
    await settle();
    assert.deepEqual(asked, ['subscribe 2', 'unsubscribe 2']);
  });

  it('a view of a track that is not there yet begins when it comes', async () => {
    const { all, media, asked } = subscriptions();
    all.openVideo(2);
    await settle();
    assert.deepEqual(asked, []);
    all.update([ada(video)]);
    await settle();
    assert.deepEqual(asked, ['subscribe 2']);
    assert.equal(media.posts('subscribe')[0]?.participantId, 'participant-ada-------');
  });

  it('end with their tracks', async () => {
    const { all, media, speaker, asked } = subscriptions();
    all.update([ada(audio, video)]);
    const view = all.openVideo(2);
    await settle();
    all.update([]);
    await settle();
    assert.deepEqual(
      media.posts('unsubscribe').map(({ trackId }) => trackId),
      [1, 2],
    );
    assert.equal(speaker.tracks.size, 0);
    assert.deepEqual(asked, ['subscribe 1', 'subscribe 2'], 'the relay knows that they are gone');
    view.close();
    assert.equal(media.posts('unsubscribe').length, 2);
  });

  it('are asked for again after a lost connection: all where the relay forgot us, what was lost where it did not', async () => {
    const { all, media, asked, line } = subscriptions();
    all.update([ada(audio, video)]);
    await settle();
    line.joined = false;
    all.openVideo(2);
    await settle();
    line.joined = true;
    all.joined(true);
    await settle();
    assert.deepEqual(asked, ['subscribe 1', 'subscribe 2']);
    all.joined(false);
    await settle();
    assert.deepEqual(asked.slice(2), ['subscribe 1', 'subscribe 2']);
    assert.equal(media.posts('subscribe').length, 2, 'the decoders go on');
  });

  it('an unsubscribe that was lost is said again', async () => {
    const { all, asked, line } = subscriptions();
    all.update([ada(video)]);
    const view = all.openVideo(2);
    await settle();
    line.failure = new CallError('request-failed', 'broke');
    view.close();
    await settle();
    line.failure = undefined;
    all.joined(true);
    await settle();
    assert.deepEqual(asked, ['subscribe 2', 'unsubscribe 2', 'unsubscribe 2']);
  });

  it('that the relay refuses are not asked for again and again', async () => {
    const { all, asked, line } = subscriptions();
    line.failure = new RequestRefused('unknown-track', 'gone');
    all.update([ada(audio)]);
    await settle();
    all.update([ada(audio)]);
    await settle();
    assert.deepEqual(asked, ['subscribe 1']);
  });

  it('volumes hold for what a participant publishes later', async () => {
    const { all, speaker } = subscriptions();
    all.setVolume('participant-ada-------', 0.3);
    all.update([ada(audio)]);
    assert.equal(speaker.tracks.get(1), 0.3);
    all.setVolume('participant-ada-------', 0.6);
    assert.equal(speaker.tracks.get(1), 0.6);
  });

  it('say how the playback goes', () => {
    const { all, media, played } = subscriptions();
    all.update([ada(audio)]);
    media.say({ type: 'subscription-state', trackId: 1, state: 'playing', codec: 'opus', width: 0, height: 0 });
    media.say({ type: 'subscription-state', trackId: 1, state: 'stalled', codec: 'opus', width: 0, height: 0 });
    assert.deepEqual(played, [
      [1, 'waiting'],
      [1, 'playing'],
      [1, 'stalled'],
    ]);
  });
});
