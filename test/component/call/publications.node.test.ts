import assert from 'node:assert/strict';
import { it } from 'node:test';
import { settle } from '../support/test-clock.ts';
import { callBench } from './call-bench.ts';
import { someone, track } from './fake-relay.ts';

it('what the media worker sends is shown in the state and told to the others', async () => {
  const { call, relay, host } = callBench({ video: 'on' });
  await call.join();
  await settle();
  host().say({
    type: 'publication-state',
    key: 'camera',
    codec: 'avc1.42E01F',
    width: 640,
    height: 480,
    framesPerSecond: 20,
    limitedBy: 'network',
  });
  await settle();
  const { codec, width, height, framesPerSecond, limitedBy } = call.state.value.camera;
  assert.deepEqual([codec, width, height, framesPerSecond, limitedBy], ['avc1.42E01F', 640, 480, 20, 'network']);
  const told = relay.last('update-track');
  assert.deepEqual([told.codec, told.width, told.height, told.framesPerSecond], ['avc1.42E01F', 640, 480, 20]);
});

it('a publication that failed for good turns its source off and says why', async () => {
  const { call, host, captures, relay } = callBench({ video: 'on' });
  await call.join();
  await settle();
  for (let i = 0; i < 4; i++) {
    host().say({ type: 'publication-failed', key: 'camera', code: 'encoder-failed', message: 'no bits' });
    await settle();
  }
  assert.equal(call.state.value.camera.status, 'failed');
  assert.equal(call.state.value.camera.error?.code, 'encoder-failed');
  assert.equal(captures[0]?.fake.readyState, 'ended');
  assert.equal(relay.last('update-track').muted, true);
});

it('a track whose publish was answered into a broken connection is taken back after the resume', async () => {
  const { call, relay, host, clock } = callBench();
  await call.join();
  await clock.advance(10);
  const me = call.state.value.participantId ?? '';
  relay.participants.set(me, someone(me, { tracks: [track(31)] }));
  host().disconnected(1006, '');
  await clock.advance(1_000);
  assert.equal(relay.last('unpublish').trackId, 31);
});

it('a shared screen has picture and sound, and leaves nothing behind', async () => {
  const { call, relay, host } = callBench();
  await call.join();
  await call.setScreen(true);
  await settle();
  const published = relay.said.flatMap((message) => (message.type === 'publish' ? [message.source] : []));
  assert.deepEqual(published, ['screen', 'screen-audio']);
  assert.equal(host().posts('publish')[0]?.media.kind, 'video');
  await call.setScreen(false);
  await settle();
  assert.equal(relay.count('unpublish'), 2);
  assert.equal(host().posts('unpublish').length, 2);
  assert.equal(call.state.value.screen.status, 'off');
});
