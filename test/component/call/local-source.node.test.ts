import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LocalSourceState } from '../../../component/call/call-state.ts';
import { LocalSource, type LocalSourceOptions } from '../../../component/call/local-source.ts';
import { CallError } from '../../../component/support/errors.ts';
import { settle, TestClock } from '../support/test-clock.ts';
import { device } from './call-bench.ts';
import { type FakeCapture, fakeCapture } from './fake-capture.ts';

function source(changes: Partial<LocalSourceOptions> = {}) {
  const clock = new TestClock();
  const captures: FakeCapture[] = [];
  const happened: string[] = [];
  let state: Partial<LocalSourceState> = { status: 'off' };
  const local = new LocalSource({
    name: 'camera',
    clock,
    keepsDevice: false,
    endsByChoice: false,
    open: (deviceId) => {
      const capture = fakeCapture('video', deviceId ?? 'camera-1');
      captures.push(capture);
      return Promise.resolve(capture);
    },
    onState: (change) => {
      state = { ...state, ...change };
    },
    onCapture: (capture) => happened.push(capture ? `capture ${capture.deviceId}` : 'no capture'),
    onSending: (sending) => happened.push(sending ? 'sending' : 'not sending'),
    ...changes,
  });
  return { local, clock, captures, happened, state: () => state };
}

const busy = new CallError('device-busy', 'busy');

describe('a local source', () => {
  it('is starting, then on, then off, and off stops the device', async () => {
    const { local, captures, state, happened } = source();
    const starting = local.set(true);
    assert.equal(state().status, 'starting');
    await starting;
    assert.equal(state().status, 'on');
    assert.equal(state().label, 'label of camera-1');
    assert.ok(state().stream);
    await local.set(false);
    assert.equal(state().status, 'off');
    assert.equal(state().stream, undefined);
    assert.equal(captures[0]?.fake.readyState, 'ended');
    assert.deepEqual(happened, ['capture camera-1', 'sending', 'no capture', 'not sending']);
  });

  it('turned on twice asks once', async () => {
    const { local, captures } = source();
    await Promise.all([local.set(true), local.set(true)]);
    await local.set(true);
    assert.equal(captures.length, 1);
  });

  it('turned off while the person is asked leaves no light on', async () => {
    let answer = (_capture: FakeCapture) => {};
    const { local, state, happened } = source({
      open: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const starting = local.set(true);
    await local.set(false);
    assert.equal(state().status, 'off');
    const late = fakeCapture('video', 'late');
    answer(late);
    await starting;
    assert.equal(late.fake.readyState, 'ended');
    assert.equal(state().status, 'off');
    assert.deepEqual(happened, ['not sending']);
  });

  it('a microphone that is off keeps its device, silent, and is back at once', async () => {
    const { local, captures, state, happened } = source({ keepsDevice: true });
    await local.set(true);
    await local.set(false);
    assert.equal(captures[0]?.fake.readyState, 'live');
    assert.equal(captures[0]?.fake.enabled, false);
    await local.set(true);
    assert.equal(captures.length, 1);
    assert.equal(captures[0]?.fake.enabled, true);
    assert.equal(state().status, 'on');
    assert.deepEqual(happened, ['capture camera-1', 'sending', 'not sending', 'sending']);
    local.stop();
    assert.equal(captures[0]?.fake.readyState, 'ended');
  });

  it('another device replaces the one in use, which is stopped first: phones open one at a time', async () => {
    const opened: string[] = [];
    const { local, captures, state } = source();
    await local.set(true);
    const second = local.set(true, 'camera-2');
    opened.push(captures[0]?.fake.readyState ?? '');
    await second;
    assert.deepEqual(opened, ['ended']);
    assert.equal(state().deviceId, 'camera-2');
    await local.set(false);
    await local.set(true);
    assert.equal(state().deviceId, 'camera-2', 'and is the one to come back to');
  });

  it('that fails to start says why, and can be tried again', async () => {
    let fail = true;
    const { local, state } = source({
      open: () => (fail ? Promise.reject(busy) : Promise.resolve(fakeCapture('video', 'camera-1'))),
    });
    await assert.rejects(local.set(true), busy);
    assert.equal(state().status, 'failed');
    assert.equal(state().error, busy);
    assert.equal(local.wanted, false);
    fail = false;
    await local.set(true);
    assert.equal(state().status, 'on');
    assert.equal(state().error, undefined);
  });

  it('that is unplugged has failed, is not sent, and comes back by itself when it is plugged in again', async () => {
    const { local, captures, state, happened } = source();
    await local.set(true);
    captures[0]?.fake.vanish();
    assert.equal(state().status, 'failed');
    assert.equal(state().error?.code, 'device-lost');
    assert.match(state().error?.message ?? '', /label of camera-1/);
    assert.equal(happened.at(-1), 'not sending');
    local.devicesChanged([device('videoinput', 'camera-9')]);
    await settle();
    assert.equal(captures.length, 1, 'another camera is not what was lost');
    local.devicesChanged([device('videoinput', 'camera-9'), device('videoinput', 'camera-1')]);
    await settle();
    assert.equal(state().status, 'on');
    assert.equal(captures.length, 2);
    assert.deepEqual(happened.slice(-2), ['capture camera-1', 'sending']);
  });

  it('that was unplugged and then turned off stays off', async () => {
    const { local, captures, state } = source();
    await local.set(true);
    captures[0]?.fake.vanish();
    await local.set(false);
    local.devicesChanged([device('videoinput', 'camera-1')]);
    await settle();
    assert.equal(captures.length, 1);
    assert.equal(state().status, 'off');
  });

  it('a screen that the person stops sharing is simply off', async () => {
    const { local, captures, state, happened } = source({ name: 'screen', endsByChoice: true });
    await local.set(true);
    captures[0]?.fake.vanish();
    assert.equal(state().status, 'off');
    assert.equal(state().error, undefined);
    assert.deepEqual(happened.slice(-2), ['no capture', 'not sending']);
  });

  it('that the system mutes for long has failed, and goes on when it no longer does', async () => {
    const { local, captures, state, happened, clock } = source({ name: 'microphone', keepsDevice: true });
    await local.set(true);
    captures[0]?.fake.dispatchEvent(new Event('mute'));
    await clock.advance(1_000);
    assert.equal(state().status, 'on', 'a moment is nothing');
    await clock.advance(1_000);
    assert.equal(state().status, 'failed');
    assert.equal(happened.at(-1), 'not sending');
    captures[0]?.fake.dispatchEvent(new Event('unmute'));
    assert.equal(state().status, 'on');
    assert.equal(happened.at(-1), 'sending');
  });

  it('stopped leaves nothing behind, however often', async () => {
    const { local, captures, clock } = source();
    await local.set(true);
    captures[0]?.fake.dispatchEvent(new Event('mute'));
    local.stop();
    local.stop();
    assert.equal(captures[0]?.fake.readyState, 'ended');
    assert.equal(clock.waiting, 0);
  });
});
