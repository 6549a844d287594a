import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallError } from '../../../component/support/errors.ts';
import { settle } from '../support/test-clock.ts';
import { callBench, device } from './call-bench.ts';

describe('devices before a call', () => {
  it('a preview turns on what the options ask for, and joins nothing', async () => {
    const { call, captures, relay } = callBench({ audio: 'on', video: 'on' });
    await call.preview();
    assert.equal(call.state.value.camera.status, 'on');
    assert.equal(call.state.value.microphone.status, 'on');
    assert.ok(call.state.value.camera.stream, 'there is something to see');
    assert.equal(call.state.value.connection, 'idle');
    assert.deepEqual(relay.said, []);
    await call.leave();
    assert.ok(captures.every(({ fake }) => fake.readyState === 'ended'));
    assert.equal(call.state.value.connection, 'idle', 'a lobby that is left is no call that has ended');
  });

  it('a preview whose devices fail still resolves', async () => {
    const { call } = callBench(
      { audio: 'on', video: 'on' },
      { openCamera: () => Promise.reject(new CallError('no-camera', 'none')) },
    );
    await call.preview();
    assert.equal(call.state.value.camera.error?.code, 'no-camera');
    assert.equal(call.state.value.microphone.status, 'on');
  });

  it('what runs already is published by joining, not opened again', async () => {
    const { call, captures, relay, clock } = callBench({ audio: 'on', video: 'on' });
    await call.preview();
    await call.join();
    await clock.advance(10);
    assert.equal(captures.length, 2);
    const published = relay.said.flatMap((message) => (message.type === 'publish' ? [message.source] : []));
    assert.deepEqual(published.sort(), ['camera', 'microphone']);
  });

  it('the list of devices is kept up to date', async () => {
    const { call, devices } = callBench();
    await call.preview();
    assert.deepEqual(
      call.devices.value.map(({ deviceId }) => deviceId),
      ['camera-1', 'microphone-1'],
    );
    const seen: number[] = [];
    call.addEventListener('device-change', (event) => seen.push(event.detail.devices.length));
    devices.change([...devices.list, device('audiooutput', 'speaker-1')]);
    await settle();
    assert.equal(call.devices.value.length, 3);
    assert.deepEqual(seen, [3]);
  });
});

describe('devices in a call', () => {
  it('a camera turned off is muted for the others and stopped; on again it is the same track', async () => {
    const { call, captures, relay, host, clock } = callBench({ video: 'on' });
    await call.join();
    await clock.advance(10);
    const { trackId } = host().posts('bind').at(-1) ?? {};
    await call.setCamera(false);
    await clock.advance(10);
    assert.equal(captures[0]?.fake.readyState, 'ended');
    assert.deepEqual([relay.last('update-track').trackId, relay.last('update-track').muted], [trackId, true]);
    await call.setCamera(true);
    await clock.advance(10);
    assert.equal(relay.last('update-track').muted, false);
    assert.equal(relay.count('publish'), 1);
    assert.equal(host().posts('replace-source').length, 1);
  });

  it('a microphone turned off before it was ever on is published muted only when it comes', async () => {
    const { call, relay, clock } = callBench();
    await call.join();
    await call.setMicrophone(false);
    await clock.advance(10);
    assert.equal(relay.count('publish'), 0);
    await call.setMicrophone(true);
    await clock.advance(10);
    assert.equal(relay.last('publish').muted, false);
  });

  it('a camera that is pulled out is muted, and goes on when it is back', async () => {
    const { call, captures, devices, relay, clock, eventTypes } = callBench({ video: 'on' });
    await call.join();
    await clock.advance(10);
    const all = devices.list;
    captures[0]?.fake.vanish();
    devices.change(all.filter(({ deviceId }) => deviceId !== 'camera-1'));
    await clock.advance(10);
    assert.equal(call.state.value.camera.error?.code, 'device-lost');
    assert.equal(relay.last('update-track').muted, true);
    assert.ok(eventTypes().includes('error'));
    devices.change(all);
    await clock.advance(10);
    assert.equal(call.state.value.camera.status, 'on');
    assert.equal(relay.last('update-track').muted, false);
  });

  it('another camera takes over under the same track', async () => {
    const { call, devices, relay, host, clock } = callBench({ video: 'on' });
    devices.list = [...devices.list, device('videoinput', 'camera-2')];
    await call.join();
    await clock.advance(10);
    await call.setDevice('camera', 'camera-2');
    await clock.advance(10);
    assert.equal(call.state.value.camera.deviceId, 'camera-2');
    assert.equal(host().posts('replace-source').length, 1);
    assert.equal(relay.count('publish'), 1);
    await assert.rejects(
      call.setDevice('camera', 'camera-7'),
      (error) =>
        error instanceof CallError && error.code === 'no-camera' && /camera-7.*label of camera-1/.test(error.message),
    );
  });

  it('a device chosen while it is off is used when it is turned on', async () => {
    const { call, devices, captures } = callBench();
    devices.list = [...devices.list, device('videoinput', 'camera-2')];
    await call.preview();
    await call.setDevice('camera', 'camera-2');
    assert.equal(captures.length, 0);
    await call.setCamera(true);
    assert.equal(captures[0]?.deviceId, 'camera-2');
  });

  it('a capture that cannot be read says so in its source', async () => {
    const { call, clock } = callBench(
      { audio: 'on' },
      { openFrameSource: () => Promise.reject(new CallError('media-refused', 'policy')) },
    );
    await call.join();
    await clock.advance(10);
    assert.equal(call.state.value.microphone.status, 'failed');
    assert.equal(call.state.value.microphone.error?.code, 'media-refused');
  });
});
