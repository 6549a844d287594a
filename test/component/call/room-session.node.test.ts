import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callBench } from './call-bench.ts';
import { someone, track } from './fake-relay.ts';

const GRACE = 'participant-grace-----';
const BEN = 'participant-ben-------';

describe('a broken connection', () => {
  it('resumes: same participant, everything published still there, nothing asked twice', async () => {
    const { call, relay, host, clock, events } = callBench({ audio: 'on', video: 'on' });
    await call.join();
    await clock.advance(20_000);
    const { participantId } = call.state.value;
    host().disconnected(1006, '');
    assert.equal(call.state.value.connection, 'reconnecting');
    assert.equal(call.state.value.camera.status, 'on', 'devices stay on');
    await clock.advance(1_000);
    assert.equal(call.state.value.connection, 'connected');
    assert.equal(call.state.value.participantId, participantId);
    assert.equal(relay.count('publish'), 2);
    assert.equal(host().posts('publish').length, 2);
    const states = events.filter(({ type }) => type === 'connection-change');
    assert.deepEqual(
      states.map(({ detail }) => (detail as { state: string }).state),
      ['connecting', 'connected', 'reconnecting', 'connected'],
    );
    assert.equal(events.filter(({ type }) => type === 'join').length, 1, 'coming back is not joining');
  });

  it('after a relay restart everything is published and subscribed anew, under the new track ids', async () => {
    const { call, relay, host, clock, speakers } = callBench({ audio: 'on', video: 'on' });
    relay.participants.set(GRACE, someone(GRACE, { name: 'Grace', tracks: [track(50, { kind: 'audio' })] }));
    await call.join();
    await clock.advance(20_000);
    const before = new Set(
      host()
        .posts('bind')
        .map(({ trackId }) => trackId),
    );
    relay.restart();
    await clock.advance(1_000);
    assert.equal(relay.count('publish'), 4);
    assert.equal(host().posts('publish').length, 2, 'the encoders go on');
    const bound = new Map(
      host()
        .posts('bind')
        .map(({ key, trackId }) => [key, trackId]),
    );
    for (const key of ['camera', 'microphone']) {
      assert.ok((bound.get(key) ?? 0) > 100, `${key} is bound to its new track`);
      assert.ok(!before.has(bound.get(key)));
    }
    // Grace finds the relay a moment later, and has a new track.
    const back = someone(GRACE, { name: 'Grace', tracks: [track(150, { kind: 'audio' })] });
    host().tell({ type: 'participant-joined', participant: back });
    await clock.advance(10);
    assert.deepEqual([...(speakers[0]?.tracks.keys() ?? [])], [150]);
    assert.equal(relay.last('subscribe').trackId, 150);
  });

  it('after a relay restart the others keep their places until they are back, 10 s at most', async () => {
    const { call, relay, host, clock, eventTypes } = callBench();
    const names = () => call.state.value.participants.map(({ name, connected }) => [name, connected]);
    relay.participants.set(GRACE, someone(GRACE, { name: 'Grace' }));
    relay.participants.set(
      'participant-alan------',
      someone('participant-alan------', { name: 'Alan', joinedAtMs: 2_000 }),
    );
    await call.join();
    await clock.advance(20_000);
    relay.restart();
    await clock.advance(1_000);
    assert.deepEqual(names(), [
      ['Grace', false],
      ['Alan', false],
    ]);
    host().tell({ type: 'participant-joined', participant: someone(GRACE, { name: 'Grace', joinedAtMs: 9_000 }) });
    await clock.advance(5_000);
    assert.deepEqual(names(), [
      ['Grace', true],
      ['Alan', false],
    ]);
    await clock.advance(5_000);
    assert.deepEqual(names(), [['Grace', true]]);
    assert.equal(eventTypes().filter((type) => type === 'participant-leave').length, 1);
    assert.equal(eventTypes().filter((type) => type === 'participant-join').length, 2);
  });

  it('sends chat again under the same id, and shows what was said meanwhile, each once', async () => {
    const { call, relay, host, clock, eventTypes } = callBench();
    await call.join();
    await clock.advance(20_000);
    relay.answers.set('chat', () => 'silence');
    const sending = call.sendChat('into the dark');
    await clock.advance(10);
    host().disconnected(1006, '');
    const written = call.sendChat('while it is broken');
    relay.answers.clear();
    relay.chat.push({
      messageId: 'message-of-grace------',
      sequence: 1,
      participantId: GRACE,
      name: 'Grace',
      text: 'are you there?',
      atMs: 1_000,
    });
    await clock.advance(1_000);
    assert.equal((await sending).status, 'sent');
    assert.equal((await written).status, 'sent');
    assert.deepEqual(
      call.state.value.chat.map(({ text, status }) => [text, status]),
      [
        ['are you there?', 'sent'],
        ['into the dark', 'sent'],
        ['while it is broken', 'sent'],
      ],
    );
    const ids = relay.said.flatMap((message) => (message.type === 'chat' ? [message.messageId] : []));
    assert.equal(ids.length, 3);
    assert.equal(ids[0], ids[1], 'the relay can tell the repeat');
    assert.equal(eventTypes().filter((type) => type === 'chat-message').length, 3);
  });

  it('what could not be sent before the call ended has failed', async () => {
    const { call, relay, clock, host } = callBench();
    await call.join();
    await clock.advance(10);
    relay.up = false;
    host().disconnected(1006, '');
    const rejected = assert.rejects(call.sendChat('lost'), /ended before/);
    await call.leave();
    await rejected;
    assert.equal(call.state.value.chat[0]?.status, 'failed');
  });

  it('ends with a reason where the relay removed us, and the camera goes off', async () => {
    const { call, host, clock, captures, events } = callBench({ video: 'on' });
    await call.join();
    await clock.advance(10);
    host().disconnected(4409, 'joined in another tab');
    assert.equal(call.state.value.connection, 'ended');
    assert.equal(call.state.value.endReason, 'replaced');
    assert.equal(call.state.value.error?.code, 'replaced');
    assert.equal(captures[0]?.fake.readyState, 'ended');
    assert.deepEqual(events.at(-1), { type: 'leave', detail: { room: 'team', reason: 'replaced' } });
  });
});

describe('clocks and quality', () => {
  it('one’s own clock is told to the relay, again only when it moved, and the others’ to the media worker', async () => {
    const { call, relay, host, clock } = callBench();
    relay.participants.set(GRACE, someone(GRACE, { clockOffsetMicros: 5_000 }));
    await call.join();
    await clock.advance(10);
    assert.deepEqual(host().posts('clock'), [{ type: 'clock', participantId: GRACE, clockOffsetMicros: 5_000 }]);
    const say = async (clockOffsetMicros: number) => {
      host().say({ type: 'clock', roundTripMs: 12, clockOffsetMicros });
      await clock.advance(10);
    };
    await say(100_000);
    await say(100_400);
    await say(103_000);
    assert.equal(call.state.value.roundTripMs, 12);
    const told = relay.said.flatMap((message) => (message.type === 'update' ? [message.clockOffsetMicros] : []));
    assert.deepEqual(told, [100_000, 103_000]);
    host().disconnected(1006, '');
    await clock.advance(1_000);
    assert.equal(relay.last('update').clockOffsetMicros, 103_000, 'a new connection is told at once');
  });

  it('what this browser cannot show is told at each join; what others cannot is not sent', async () => {
    const cannotDecode = ['av1', 'h264'];
    const { call, relay, host, clock } = callBench(
      { video: 'on' },
      { undecodableCodecs: () => Promise.resolve(cannotDecode) },
    );
    relay.participants.set(GRACE, someone(GRACE, { cannotDecode: ['vp9'] }));
    await call.join();
    await clock.advance(10);
    const told = () => relay.said.flatMap((message) => (message.type === 'update' ? [message.cannotDecode] : []));
    assert.deepEqual(told(), [cannotDecode]);
    const avoided = () => {
      const { media } =
        host()
          .posts('publish')
          .find(({ key }) => key === 'camera') ?? {};
      const last = host()
        .posts('configure')
        .findLast(({ key }) => key === 'camera')?.settings;
      return (last ?? (media?.kind === 'video' ? media.settings : undefined))?.avoid;
    };
    assert.deepEqual(avoided(), ['vp9']);
    host().tell({ type: 'participant-joined', participant: someone(BEN, { cannotDecode: ['h264', 'vp9'] }) });
    await clock.advance(10);
    assert.deepEqual(avoided(), ['h264', 'vp9']);
    host().tell({ type: 'participant-left', participantId: GRACE, reason: 'left' });
    host().tell({ type: 'participant-left', participantId: BEN, reason: 'left' });
    await clock.advance(10);
    assert.equal(avoided(), undefined);
    host().disconnected(1006, '');
    await clock.advance(1_000);
    assert.deepEqual(told(), [cannotDecode, cannotDecode]);
  });

  it('a long round trip is a poor connection, and a short one a good one again', async () => {
    const { call, host, clock, events } = callBench();
    await call.join();
    host().say({ type: 'clock', roundTripMs: 900, clockOffsetMicros: 0 });
    await clock.advance(2_100);
    assert.equal(call.state.value.quality, 'poor');
    host().say({ type: 'clock', roundTripMs: 20, clockOffsetMicros: 0 });
    await clock.advance(2_100);
    assert.equal(call.state.value.quality, 'good');
    assert.deepEqual(
      events
        .filter(({ type }) => type === 'quality-change')
        .map(({ detail }) => (detail as { quality: string }).quality),
      ['poor', 'good'],
    );
  });
});
