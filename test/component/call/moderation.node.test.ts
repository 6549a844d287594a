import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallError } from '../../../component/support/errors.ts';
import { callBench } from './call-bench.ts';
import { someone, track } from './fake-relay.ts';

const GRACE = 'participant-grace-----';
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: unknown) => `e30.${encoded(claims)}.c2ln`;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: CallError) => error.code,
  );

async function joined(options: Parameters<typeof callBench>[0] = {}) {
  const bench = callBench({ audio: 'on', video: 'on', ...options });
  const tracks = [track(50, { kind: 'audio' }), track(51), track(52, { source: 'screen', muted: true })];
  bench.relay.participants.set(GRACE, someone(GRACE, { name: 'Grace', tracks }));
  await bench.call.join();
  await bench.clock.advance(10);
  return bench;
}

describe('a host’s requests', () => {
  it('are said to the relay', async () => {
    const { call, relay } = await joined();
    const said = async (asked: Promise<void>) => {
      await asked;
      const { id: _, ...body } = relay.said.at(-1) as { id: number };
      return body;
    };
    const participantId = GRACE;
    assert.deepEqual(await said(call.mute(GRACE, 'microphone')), { type: 'mute', participantId, trackId: 50 });
    assert.deepEqual(await said(call.mute(GRACE, 'camera')), { type: 'mute', participantId, trackId: 51 });
    const before = relay.said.length;
    await call.mute(GRACE, 'screen');
    assert.equal(relay.said.length, before, 'what is off is off');
    assert.deepEqual(await said(call.askToUnmute(GRACE, 'camera')), {
      type: 'ask-to-unmute',
      participantId,
      source: 'camera',
    });
    assert.deepEqual(await said(call.setRole(GRACE, 'host')), { type: 'set-role', participantId, role: 'host' });
    assert.deepEqual(await said(call.setRoom({ locked: true })), { type: 'set-room', locked: true });
    assert.deepEqual(await said(call.admit(GRACE)), { type: 'admit', participantId, admitted: true });
    assert.deepEqual(await said(call.admit(GRACE, false)), { type: 'admit', participantId, admitted: false });
    assert.deepEqual(await said(call.remove(GRACE)), { type: 'remove', participantId });
  });

  it('are refused to others with a code of their own', async () => {
    const { call, relay } = await joined();
    relay.answers.set('remove', () => ({ error: 'forbidden' }));
    assert.equal(await codeOf(call.remove(GRACE)), 'forbidden');
    assert.equal(await codeOf(call.mute('nobody-at-all--------', 'camera')), 'bad-argument');
    await call.leave();
    assert.equal(await codeOf(call.remove(GRACE)), 'not-joined');
  });
});

describe('what a host does to us', () => {
  it('mute: the source is off, and can be turned on again', async () => {
    const { call, host, clock, relay, events, captures } = await joined();
    const microphone = relay.said.find((each) => each.type === 'publish' && each.source === 'microphone');
    const publications = host().posts('bind');
    const trackId = publications.findLast(({ key }) => key === 'microphone')?.trackId ?? 0;
    assert.ok(microphone);
    host().tell({ type: 'muted', trackId, by: GRACE });
    await clock.advance(10);
    assert.equal(call.state.value.microphone.status, 'off');
    assert.equal(call.state.value.camera.status, 'on');
    assert.deepEqual(events.at(-1), { type: 'muted', detail: { source: 'microphone', by: GRACE } });
    await call.setMicrophone(true);
    await clock.advance(10);
    assert.equal(relay.last('update-track').muted, false);
    assert.equal(captures.length, 2, 'the device was kept');
  });

  it('a question: told, and nothing turns on by itself', async () => {
    const { call, host, clock, events } = await joined({ audio: 'off' });
    host().tell({ type: 'unmute-asked', source: 'microphone', by: GRACE });
    await clock.advance(10);
    assert.equal(call.state.value.microphone.status, 'off');
    assert.deepEqual(events.at(-1), { type: 'unmute-asked', detail: { source: 'microphone', by: GRACE } });
  });

  it('a role: what one may do changes with it, devices included', async () => {
    const { call, host, clock, relay, captures } = await joined();
    host().tell({ type: 'role-changed', role: 'guest', grants: ['chat'], by: GRACE });
    await clock.advance(10);
    assert.equal(call.state.value.role, 'guest');
    assert.ok(
      captures.every(({ fake }) => fake.readyState === 'ended'),
      'no light stays on',
    );
    assert.equal(relay.count('unpublish'), 2);
    assert.equal(await codeOf(call.setCamera(true)), 'forbidden');
    host().tell({ type: 'role-changed', role: 'host', grants: ['publish', 'subscribe', 'moderate'], by: GRACE });
    await call.setCamera(true);
    await clock.advance(10);
    assert.equal(relay.count('publish'), 3);
  });

  it('without the right to receive nothing is asked for, until it is given', async () => {
    const bench = callBench();
    const { call, relay, host, clock } = bench;
    relay.grants = ['publish', 'chat'];
    relay.participants.set(GRACE, someone(GRACE, { tracks: [track(50, { kind: 'audio' })] }));
    await call.join();
    await clock.advance(100);
    assert.equal(relay.count('subscribe'), 0);
    host().tell({ type: 'role-changed', role: 'member', grants: ['publish', 'subscribe'], by: GRACE });
    await clock.advance(100);
    assert.equal(relay.count('subscribe'), 1);
  });
});

describe('a waiting room', () => {
  it('is a state of the call; who is admitted has joined', async () => {
    const { call, relay, host, clock, eventTypes } = callBench();
    const participantId = 'participant-waiting---';
    relay.answers.set('join', () => ({ result: { participantId, waiting: true } }));
    let isIn = false;
    const joining = call.join().then(() => {
      isIn = true;
    });
    // Part of the script is loaded first, which takes real time.
    while (call.state.value.connection === 'connecting') await new Promise((resolve) => setTimeout(resolve, 1));
    await clock.advance(60_000);
    assert.equal(call.state.value.connection, 'waiting');
    assert.equal(isIn, false);
    assert.equal(await codeOf(call.sendChat('let me in')), 'not-joined');
    host().disconnected(1006, '');
    assert.equal(call.state.value.connection, 'waiting');
    await clock.advance(1_000);
    host().tell({ type: 'admitted', result: relay.joinResult(participantId) });
    await joining;
    assert.equal(call.state.value.connection, 'connected');
    assert.deepEqual(
      eventTypes().filter((type) => type === 'join'),
      ['join'],
    );
  });

  it('can be left', async () => {
    const { call, relay, clock, hosts } = callBench({ video: 'on' });
    relay.answers.set('join', () => ({ result: { participantId: 'participant-waiting---', waiting: true } }));
    const joining = codeOf(call.join());
    await clock.advance(100);
    await call.leave();
    assert.equal(await joining, 'not-joined');
    assert.equal(call.state.value.endReason, 'left');
    assert.ok(hosts.every(({ closed }) => closed));
  });

  it('hosts see who waits, and that somebody does', async () => {
    const { call, host, events } = await joined();
    const waiting = [{ id: 'participant-alan------', name: 'Alan' }];
    host().tell({ type: 'waiting-updated', waiting });
    assert.deepEqual(call.state.value.waiting, waiting);
    assert.deepEqual(events.at(-1), { type: 'participant-waiting', detail: { participant: waiting[0] } });
    host().tell({ type: 'role-changed', role: 'member', grants: [], by: GRACE });
    assert.deepEqual(call.state.value.waiting, []);
  });
});

describe('tokens of a call', () => {
  it('one that forbids to publish asks nobody for a camera', async () => {
    const { call, captures, relay, host } = callBench({
      audio: 'on',
      video: 'on',
      token: token({ grants: ['subscribe'] }),
    });
    relay.grants = ['subscribe'];
    await call.preview();
    await call.join();
    assert.equal(captures.length, 0);
    assert.equal(await codeOf(call.setCamera(true)), 'forbidden');
    assert.equal(host().posts('connect')[0]?.subprotocols.length, 2);
  });

  it('the page is asked at the join, before the end, and never shown in events', async () => {
    let count = 0;
    const bench = await joined({ tokenProvider: () => Promise.resolve(token({ count: ++count })) });
    const { host, clock, relay, events } = bench;
    assert.equal(host().posts('connect')[0]?.subprotocols[1], `stream-room.token.${token({ count: 1 })}`);
    host().tell({ type: 'token-expiring', inMs: 60_000 });
    await clock.advance(10);
    assert.equal(relay.last('refresh').token, token({ count: 2 }));
    assert.deepEqual(events.at(-1), { type: 'token-expiring', detail: { inMs: 60_000 } });
    assert.ok(!JSON.stringify([events, bench.call.state.value]).includes(token({ count: 2 })));
  });

  it('another one during the call is told to the relay; one that is refused changes nothing', async () => {
    const { call, relay, host, clock } = await joined({ token: token({ count: 1 }) });
    await call.setToken(token({ count: 2 }));
    assert.equal(relay.last('refresh').token, token({ count: 2 }));
    relay.answers.set('refresh', () => ({ error: 'bad-token' }));
    assert.equal(await codeOf(call.setToken(token({ count: 3 }))), 'bad-token');
    assert.equal(await codeOf(call.setToken('nothing')), 'bad-token');
    await clock.advance(20_000);
    host().disconnected(1006, '');
    await clock.advance(1_000);
    assert.equal(host().posts('connect').at(-1)?.subprotocols[1], `stream-room.token.${token({ count: 2 })}`);
  });

  it('a property that changes during the call is the same, and tells of failure by an event', async () => {
    const { call, relay, clock, eventTypes } = await joined({ token: token({ count: 1 }) });
    call.configure({ token: token({ count: 2 }) });
    await clock.advance(10);
    assert.equal(relay.last('refresh').token, token({ count: 2 }));
    call.configure({ token: 'nothing' });
    await clock.advance(10);
    assert.equal(eventTypes().at(-1), 'error');
  });

  it('a page without a token for us keeps us out with a reason', async () => {
    const { call } = callBench({ tokenProvider: () => Promise.reject(new Error('500')) });
    assert.equal(await codeOf(call.join()), 'no-token');
    assert.equal(call.state.value.endReason, 'refused');
  });

  it('a page that says null lets us come as a guest', async () => {
    const { host } = await joined({ token: token({}), tokenProvider: () => Promise.resolve(null) });
    assert.deepEqual(host().posts('connect')[0]?.subprotocols, ['stream-room.v1']);
  });

  it('a page that has no other before the end tells the relay nothing', async () => {
    const { host, clock, relay } = await joined({
      token: token({}),
      tokenProvider: (current) => Promise.resolve(current ?? null),
    });
    host().tell({ type: 'token-expiring', inMs: 60_000 });
    await clock.advance(10);
    assert.equal(relay.said.filter(({ type }) => type === 'refresh').length, 0);
  });
});

describe('a room with a secret', () => {
  it('is joined by a derived name and a proof; the page’s name of it is a label', async () => {
    const { relay, events } = await joined({ roomSecret: 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE' });
    const { room, proof } = relay.last('join');
    assert.match(room, /^~[\w-]{22}$/);
    assert.match(proof ?? '', /^[\w-]{43}$/);
    const told = events.find(({ type }) => type === 'join')?.detail as { room: string };
    assert.equal(told.room, 'team');
  });

  it('that is locked, or to which the link does not fit, says so', async () => {
    for (const code of ['room-locked', 'forbidden'] as const) {
      const { call, relay } = callBench();
      relay.answers.set('join', () => ({ error: code }));
      assert.equal(await codeOf(call.join()), code);
    }
  });
});
