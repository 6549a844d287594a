import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callBench } from './call-bench.ts';
import { someone, track } from './fake-relay.ts';

const GRACE = 'participant-grace-----';
const TWO = { relay: 'https://one.example.com https://two.example.com' };

async function draining(options: Parameters<typeof callBench>[0] = {}) {
  const bench = callBench({ audio: 'on', video: 'on', ...options });
  bench.relay.participants.set(GRACE, someone(GRACE, { name: 'Grace', tracks: [track(50, { kind: 'audio' })] }));
  await bench.call.join();
  await bench.clock.advance(20_000);
  bench.events.length = 0;
  bench.host().tell({ type: 'draining', delayMs: 2_000 });
  return bench;
}

describe('a relay that goes away', () => {
  it('is left for the next one when the other has us, and nobody sees a pause', async () => {
    const { call, relay, host, clock, events } = await draining(TWO);
    const before = host().connectedTo;
    await clock.advance(1_900);
    assert.equal(host().posts('connect').length, 1, 'not before it is our turn');
    await clock.advance(200);
    assert.notEqual(host().connectedTo, before);
    const steps = host()
      .posted.filter(({ type }) => ['connect', 'switch', 'disconnect'].includes(type))
      .map(({ type }) => type);
    assert.deepEqual(steps, ['connect', 'connect', 'switch']);
    assert.equal(relay.count('join'), 2);
    const [first, second] = relay.said.filter(({ type }) => type === 'join') as { secret: string }[];
    assert.equal(first?.secret, second?.secret);
    assert.equal(call.state.value.connection, 'connected');
    assert.deepEqual(
      events.filter(({ type }) => type === 'connection-change' || type.startsWith('participant')),
      [],
    );
    assert.equal(relay.count('publish'), 2, 'resumed: nothing is published twice');
    for (const key of ['camera', 'microphone']) {
      const bound = host()
        .posts('bind')
        .filter((each) => each.key === key);
      assert.equal(bound.at(-1)?.trackId, bound.at(-2)?.trackId, 'sent on under the same id');
      assert.ok(
        host().posted.lastIndexOf(bound.at(-1) as never) > host().posted.findLastIndex(({ type }) => type === 'switch'),
      );
    }
    const sent = await call.sendChat('still here');
    assert.equal(sent.status, 'sent');
  });

  it('closes the first socket as soon as the second has joined: that is no end of the call', async () => {
    const { call, relay, host, clock } = await draining();
    relay.answers.set('join', () => {
      relay.answers.delete('join');
      host().disconnected(4409, 'replaced');
      return undefined;
    });
    await clock.advance(2_100);
    assert.equal(call.state.value.connection, 'connected');
    assert.equal(host().posts('switch').length, 1);
  });

  it('is kept until it closes where the next one cannot be reached', async () => {
    const { call, relay, host, clock, eventTypes } = await draining();
    relay.up = false;
    await clock.advance(2_500);
    assert.equal(call.state.value.connection, 'connected');
    assert.ok(host().posts('connect').length > 1, 'it was tried');
    assert.equal((await call.sendChat('over the old one')).status, 'sent');
    relay.up = true;
    await clock.advance(3_000);
    assert.equal(host().posts('switch').length, 1, 'and is tried again');
    assert.equal(eventTypes().includes('connection-change'), false);
  });

  it('comes back as after any break where it closes before the next one answers', async () => {
    const { call, relay, host, clock } = await draining();
    let isFirst = true;
    relay.answers.set('join', () => {
      if (!isFirst) return undefined;
      isFirst = false;
      return 'silence';
    });
    await clock.advance(2_100);
    host().disconnected(4503, 'the relay goes away');
    assert.equal(call.state.value.connection, 'connected', 'the second may still succeed');
    await clock.advance(6_100);
    assert.equal(call.state.value.connection, 'reconnecting');
    await clock.advance(1_000);
    assert.equal(call.state.value.connection, 'connected');
  });

  it('what the next one says between answer and change is not lost', async () => {
    const { call, relay, host, clock } = await draining();
    relay.answers.set('join', () => {
      relay.answers.delete('join');
      queueMicrotask(() => {
        const participant = someone('participant-alan------', { name: 'Alan' });
        host().tell({ type: 'participant-joined', participant }, true);
      });
      return undefined;
    });
    await clock.advance(2_100);
    assert.deepEqual(
      call.state.value.participants.map(({ name }) => name),
      ['Grace', 'Alan'],
    );
  });

  it('a call that ends while it moves leaves neither socket open', async () => {
    const { call, relay, host, clock } = await draining();
    relay.answers.set('join', () => 'silence');
    await clock.advance(2_100);
    assert.ok(host().besideTo);
    await call.leave();
    await clock.advance(10);
    assert.equal(host().besideTo, undefined);
    assert.equal(host().connectedTo, undefined);
  });
});
