import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Call } from '../../../component/call/call.ts';
import { CallError, type CallErrorCode } from '../../../component/support/errors.ts';
import { callBench } from './call-bench.ts';
import { someone, track } from './fake-relay.ts';

const code = (expected: CallErrorCode) => (error: unknown) => error instanceof CallError && error.code === expected;

describe('making a call', () => {
  it('has no side effect and needs no browser', () => {
    const call = new Call({ relay: 'https://relay.example.com', room: 'team', name: 'Ada' });
    assert.equal(call.state.value.connection, 'idle');
    assert.equal(call.state.value.name, 'Ada');
    assert.deepEqual(call.devices.value, []);
    call.close();
  });
});

describe('joining', () => {
  it('connects to the socket of the relay and resolves when in the room', async () => {
    const { call, relay, host, eventTypes } = callBench();
    relay.participants.set('participant-grace-----', someone('participant-grace-----', { name: 'Grace' }));
    await call.join();
    assert.equal(host().connectedTo, 'wss://relay.example.com/socket');
    assert.equal(relay.last('join').room, 'team');
    assert.equal(relay.last('join').name, 'Ada');
    assert.match(relay.last('join').secret, /^[\w-]{43}$/);
    const state = call.state.value;
    assert.equal(state.connection, 'connected');
    assert.ok(state.participantId);
    assert.deepEqual(
      state.participants.map(({ name }) => name),
      ['Grace'],
    );
    assert.deepEqual(eventTypes(), ['connection-change', 'connection-change', 'join', 'participant-join']);
  });

  it('twice is one joining', async () => {
    const { call, relay } = callBench();
    await Promise.all([call.join(), call.join()]);
    await call.join();
    assert.equal(relay.count('join'), 1);
  });

  const wrong: readonly [what: string, options: Parameters<typeof callBench>[0], expected: CallErrorCode][] = [
    ['a relay that is no address', { relay: 'nonsense' }, 'bad-relay'],
    ['an unencrypted relay elsewhere', { relay: 'http://relay.example.com' }, 'bad-relay'],
    ['a room without a name', { room: '' }, 'bad-room'],
    ['a name with control characters', { name: 'A\u0007da' }, 'bad-argument'],
    ['a name of 10 KB', { name: 'a'.repeat(10_000) }, 'bad-argument'],
  ];
  for (const [what, options, expected] of wrong) {
    it(`with ${what} rejects with ${expected} and opens nothing`, async () => {
      const { call, hosts, eventTypes } = callBench(options);
      await assert.rejects(call.join(), code(expected));
      assert.equal(hosts.length, 0);
      assert.equal(call.state.value.connection, 'ended');
      assert.equal(call.state.value.error?.code, expected);
      assert.deepEqual(eventTypes(), ['connection-change', 'error']);
    });
  }

  it('a room that refuses rejects with its reason, and can be joined later', async () => {
    const { call, relay, eventTypes } = callBench();
    relay.answers.set('join', () => ({ error: 'room-full' }));
    await assert.rejects(call.join(), (error) => code('refused')(error) && /room-full/.test(String(error)));
    assert.equal(call.state.value.endReason, 'refused');
    assert.ok(!eventTypes().includes('leave'), 'nobody leaves a room that was never entered');
    relay.answers.clear();
    await call.join();
    assert.equal(call.state.value.connection, 'connected');
    assert.equal(call.state.value.error, undefined);
  });

  it('gives up after 8 s without a relay, and says where it looked', async () => {
    const { call, relay, clock, host, untilConnecting } = callBench();
    relay.up = false;
    const joining = call.join();
    const rejected = assert.rejects(
      joining,
      (error) => code('relay-unreachable')(error) && /wss:\/\/relay\.example\.com\/socket/.test(String(error)),
    );
    await untilConnecting();
    await clock.advance(5_000);
    assert.equal(call.state.value.connection, 'connecting');
    assert.ok(host().posts('connect').length >= 3, 'it has tried several times');
    await clock.advance(4_000);
    await rejected;
    assert.equal(call.state.value.endReason, 'gave-up');
    assert.equal(clock.waiting, 0, 'nothing is left ticking');
  });

  it('finds a relay that starts a moment later', async () => {
    const { call, relay, clock, untilConnecting } = callBench();
    relay.up = false;
    const joining = call.join();
    await untilConnecting();
    await clock.advance(1_000);
    relay.up = true;
    await clock.advance(4_000);
    await joining;
    assert.equal(call.state.value.connection, 'connected');
  });

  it('leaving while it joins rejects the join and leaves nothing behind', async () => {
    const { call, relay, clock, hosts, untilConnecting } = callBench({ video: 'on' });
    relay.answers.set('join', () => 'silence');
    const rejected = assert.rejects(call.join(), code('not-joined'));
    await untilConnecting();
    await clock.advance(10);
    await call.leave();
    await rejected;
    assert.equal(call.state.value.endReason, 'left');
    assert.ok(hosts.every(({ closed }) => closed));
  });

  it('is not possible after close', async () => {
    const { call } = callBench();
    call.close();
    call.close();
    await assert.rejects(call.join(), code('not-joined'));
    await assert.rejects(call.setCamera(true), code('not-joined'));
  });
});

describe('leaving', () => {
  it('says goodbye, stops the devices and closes everything; again, it does nothing', async () => {
    const { call, relay, host, speakers, captures, clock, eventTypes } = callBench({ audio: 'on', video: 'on' });
    await call.join();
    await clock.advance(100);
    assert.equal(captures.length, 2);
    const leaving = call.leave();
    assert.ok(
      captures.every(({ fake }) => fake.readyState === 'ended'),
      'the lights are out before the relay answers',
    );
    await leaving;
    await call.leave();
    assert.equal(relay.count('leave'), 1);
    assert.ok(host().closed);
    assert.ok(speakers[0]?.closed);
    assert.equal(call.state.value.connection, 'ended');
    assert.equal(call.state.value.endReason, 'left');
    assert.deepEqual(call.state.value.participants, []);
    assert.equal(call.state.value.error, undefined);
    assert.equal(eventTypes().filter((type) => type === 'leave').length, 1);
    assert.equal(clock.waiting, 0);
  });

  it('does not wait for a relay that says nothing', async () => {
    const { call, relay, clock } = callBench();
    await call.join();
    relay.answers.set('leave', () => 'silence');
    const leaving = call.leave();
    await clock.advance(600);
    await leaving;
    assert.equal(call.state.value.connection, 'ended');
  });

  it('and joining again is the same participant', async () => {
    const { call } = callBench();
    await call.join();
    const { participantId } = call.state.value;
    await call.leave();
    await call.join();
    assert.equal(call.state.value.participantId, participantId);
    assert.equal(call.state.value.connection, 'connected');
  });

  it('comes with close, too', async () => {
    const { call, captures, host, clock } = callBench({ video: 'on' });
    await call.join();
    await clock.advance(10);
    call.close();
    assert.equal(captures[0]?.fake.readyState, 'ended');
    assert.ok(host().closed);
    assert.equal(call.state.value.connection, 'ended');
  });
});

describe('devices and joining', () => {
  it('a refused camera and a missing microphone keep nobody out', async () => {
    const { call, clock, eventTypes } = callBench(
      { audio: 'on', video: 'on' },
      {
        openCamera: () => Promise.reject(new CallError('permission-denied', 'no')),
        openMicrophone: () => Promise.reject(new CallError('no-microphone', 'none')),
      },
    );
    await call.join();
    await clock.advance(10);
    assert.equal(call.state.value.connection, 'connected');
    assert.equal(call.state.value.error, undefined);
    assert.equal(call.state.value.camera.status, 'failed');
    assert.equal(call.state.value.camera.error?.code, 'permission-denied');
    assert.equal(call.state.value.microphone.error?.code, 'no-microphone');
    assert.ok(eventTypes().includes('permission'));
  });

  it('"none" is never asked for, not even on demand', async () => {
    const { call, captures } = callBench({ audio: 'none', video: 'none' });
    await call.preview();
    await call.join();
    await assert.rejects(call.setCamera(true), code('bad-argument'));
    assert.equal(captures.length, 0);
  });

  it('what was turned off in the lobby stays off in the call, and after a failed try', async () => {
    const { call, relay, clock, captures } = callBench({ audio: 'on', video: 'on' });
    await call.preview();
    await call.setCamera(false);
    relay.answers.set('join', () => ({ error: 'room-full' }));
    await assert.rejects(call.join());
    relay.answers.clear();
    await call.join();
    await clock.advance(10);
    assert.equal(call.state.value.camera.status, 'off');
    assert.equal(call.state.value.microphone.status, 'on');
    assert.equal(captures.filter(({ fake }) => fake.kind === 'video').length, 1);
  });

  it('a browser that cannot encode sound says so, and still shows pictures', async () => {
    const { call, clock } = callBench({ audio: 'on', video: 'on' }, { canSendAudio: () => false });
    await call.join();
    await clock.advance(10);
    assert.equal(call.state.value.microphone.error?.code, 'browser-too-old');
    assert.equal(call.state.value.camera.status, 'on');
  });

  it('a browser that cannot play sound says so once', async () => {
    const { call, events } = callBench({}, { canPlayAudio: () => false });
    await call.join();
    const errors = events.filter(({ type }) => type === 'error');
    assert.equal(errors.length, 1);
    const [said] = errors.map(({ detail }) => (detail as { error: CallError }).error.code);
    assert.equal(said, 'browser-too-old');
  });
});

describe('an insecure page', () => {
  it('is told so for its devices and its sound, and can still watch', async () => {
    const refusal = () => Promise.reject(new CallError('insecure-page', 'https'));
    const { call, clock, events } = callBench(
      { audio: 'on', video: 'on' },
      {
        isPageSecure: () => false,
        canPlayAudio: () => false,
        canSendAudio: () => false,
        openCamera: refusal,
        openMicrophone: refusal,
      },
    );
    await call.join();
    await clock.advance(10);
    assert.equal(call.state.value.connection, 'connected');
    const codes = events.flatMap(({ type, detail }) =>
      type === 'error' ? [(detail as { error: CallError }).error.code] : [],
    );
    assert.deepEqual(codes, ['insecure-page', 'insecure-page', 'insecure-page']);
  });
});

describe('changing options', () => {
  it('a new name is told to the relay, and kept through a reconnect', async () => {
    const { call, relay, clock, host } = callBench();
    await call.join();
    call.configure({ name: 'Countess' });
    await clock.advance(10);
    assert.equal(relay.last('update').name, 'Countess');
    assert.equal(call.state.value.name, 'Countess');
    host().disconnected(1006, '');
    await clock.advance(5_000);
    assert.equal(relay.last('join').name, 'Countess');
  });

  it('room and relay stay as long as the call is joined', async () => {
    const { call } = callBench();
    call.configure({ room: 'other' });
    await call.join();
    assert.throws(() => call.configure({ room: 'team' }), code('bad-argument'));
    assert.throws(() => call.configure({ relay: 'https://other.example.com' }), code('bad-argument'));
    call.configure({ room: 'other' });
    await call.leave();
    call.configure({ room: 'team' });
  });

  it('codec and quality reach the publication', async () => {
    const { call, host, clock } = callBench({ video: 'on' });
    await call.join();
    await clock.advance(10);
    call.configure({ codec: 'mjpeg', quality: '360p', framesPerSecond: 15 });
    const configured = host().posts('configure').at(-1);
    assert.equal(configured?.key, 'camera');
    assert.deepEqual(configured?.settings, { codec: 'mjpeg', quality: '360p', framesPerSecond: 15, content: 'motion' });
  });

  it('video on and off is live', async () => {
    const { call, clock } = callBench();
    await call.join();
    call.configure({ video: 'on' });
    await clock.advance(10);
    assert.equal(call.state.value.camera.status, 'on');
    call.configure({ video: 'off' });
    await clock.advance(10);
    assert.equal(call.state.value.camera.status, 'off');
  });
});

describe('saying things', () => {
  it('chat is shown at once and resolves when the relay has it', async () => {
    const { call, relay, eventTypes } = callBench();
    await call.join();
    const sending = call.sendChat('  Hello,\r\nworld \u202e');
    assert.deepEqual(
      call.state.value.chat.map(({ text, status, mine }) => [text, status, mine]),
      [['Hello,\nworld', 'sending', true]],
    );
    const entry = await sending;
    assert.equal(entry.status, 'sent');
    assert.equal(entry.sequence, 1);
    assert.equal(call.state.value.chat[0]?.status, 'sent');
    assert.equal(relay.last('chat').text, 'Hello,\nworld');
    assert.equal(eventTypes().filter((type) => type === 'chat-message').length, 1);
  });

  it('chat and data need a call, and something to say', async () => {
    const { call } = callBench();
    await assert.rejects(call.sendChat('hello'), code('not-joined'));
    await assert.rejects(call.send({}), code('not-joined'));
    await call.join();
    await assert.rejects(call.sendChat(' \n'), code('bad-argument'));
    await assert.rejects(call.send(undefined), code('bad-argument'));
  });

  it('data goes to everybody or to some, and comes with its sender', async () => {
    const { call, relay, host, events } = callBench();
    await call.join();
    await call.send({ hand: 'up' });
    assert.deepEqual(relay.last('send').data, { hand: 'up' });
    assert.equal(relay.last('send').to, undefined);
    await call.send(1, { to: ['participant-grace-----'] });
    assert.deepEqual(relay.last('send').to, ['participant-grace-----']);
    host().tell({ type: 'data', from: 'participant-grace-----', data: [1, 2] });
    assert.deepEqual(events.find(({ type }) => type === 'data')?.detail, {
      from: 'participant-grace-----',
      data: [1, 2],
    });
  });
});

describe('hearing and seeing', () => {
  it('audio plays by itself, at the volume asked for; video comes while a view is open', async () => {
    const { call, relay, host, speakers, clock } = callBench();
    const grace = someone('participant-grace-----', { tracks: [track(7, { kind: 'audio' }), track(8)] });
    relay.participants.set(grace.id, grace);
    await call.join();
    await clock.advance(10);
    assert.deepEqual([...(speakers[0]?.tracks ?? [])], [[7, 1]]);
    assert.deepEqual(
      relay.said.filter(({ type }) => type === 'subscribe').map((message) => 'trackId' in message && message.trackId),
      [7],
    );
    call.setVolume(grace.id, 0.25);
    assert.equal(speakers[0]?.tracks.get(7), 0.25);
    assert.throws(() => call.setVolume(grace.id, 2), code('bad-argument'));
    const view = call.openVideo(8);
    await clock.advance(10);
    assert.equal(relay.last('subscribe').trackId, 8);
    assert.equal(call.state.value.participants[0]?.tracks[1]?.playback, 'waiting');
    host().say({ type: 'subscription-state', trackId: 8, state: 'playing', codec: 'vp8', width: 640, height: 480 });
    assert.equal(call.state.value.participants[0]?.tracks[1]?.playback, 'playing');
    view.close();
    view.close();
    await clock.advance(10);
    assert.equal(relay.last('unsubscribe').trackId, 8);
    assert.equal(relay.count('unsubscribe'), 1);
    assert.equal(call.state.value.participants[0]?.tracks[1]?.playback, 'unsubscribed');
  });

  it('a loudspeaker that the browser blocks is said, and unblocked on demand', async () => {
    const { call, speakers, eventTypes } = callBench();
    await call.join();
    speakers[0]?.onBlocked(true);
    assert.equal(call.state.value.audioBlocked, true);
    await call.unblockAudio();
    assert.equal(call.state.value.audioBlocked, false);
    assert.equal(eventTypes().filter((type) => type === 'audio-blocked').length, 2);
  });

  it('statistics name every track, sent or not', async () => {
    const { call, relay } = callBench();
    assert.deepEqual(await call.getStats(), { transport: 'websocket', roundTripMs: undefined, tracks: [] });
    relay.participants.set('participant-grace-----', someone('participant-grace-----', { tracks: [track(8)] }));
    await call.join();
    const { tracks } = await call.getStats();
    assert.deepEqual(
      tracks.map(({ participantId, trackId, direction, kind }) => [participantId, trackId, direction, kind]),
      [['participant-grace-----', 8, 'in', 'video']],
    );
  });

  it('a snapshot needs a picture and somebody who has one', async () => {
    const { call, relay } = callBench();
    relay.participants.set('participant-grace-----', someone('participant-grace-----'));
    await call.join();
    await assert.rejects(call.takeSnapshot(), code('bad-argument'));
    await assert.rejects(call.takeSnapshot('participant-grace-----'), code('bad-argument'));
    await assert.rejects(call.takeSnapshot('nobody'), code('bad-argument'));
  });
});
