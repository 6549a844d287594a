import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RequestRefused, Requests } from '../../../component/call/requests.ts';
import type { ClientMessage } from '../../../component/protocol/control.ts';
import { CallError } from '../../../component/support/errors.ts';
import { TestClock } from '../support/test-clock.ts';

function asked() {
  const clock = new TestClock();
  const posted: ClientMessage[] = [];
  const requests = new Requests((message) => posted.push(message), clock);
  const id = (index: number) => (posted[index] as { id: number }).id;
  return { clock, posted, requests, id };
}

it('each request resolves to the result of its own ack, in whatever order they come', async () => {
  const { requests, posted, id, clock } = asked();
  const first = requests.ask({ type: 'publish', kind: 'video', source: 'camera', muted: false });
  const second = requests.ask({ type: 'leave' });
  assert.deepEqual(
    posted.map(({ type }) => type),
    ['publish', 'leave'],
  );
  assert.notEqual(id(0), id(1));
  assert.equal(requests.settle({ type: 'ack', id: id(1) }), true);
  assert.equal(requests.settle({ type: 'ack', id: id(0), result: { trackId: 3 } }), true);
  assert.equal(await second, undefined);
  assert.deepEqual(await first, { trackId: 3 });
  assert.equal(clock.waiting, 0, 'no timer is left behind');
});

it('a refusal says what was refused and why', async () => {
  const { requests, id } = asked();
  const asking = requests.ask({ type: 'subscribe', trackId: 9 });
  requests.settle({ type: 'error', id: id(0), code: 'unknown-track', message: 'No track 9.' });
  await assert.rejects(
    asking,
    (error) =>
      error instanceof RequestRefused &&
      error.code === 'request-failed' &&
      error.relayCode === 'unknown-track' &&
      /No track 9/.test(error.message),
  );
});

it('no answer within ten seconds is an error, and a later answer nobody’s', async () => {
  const { requests, id, clock } = asked();
  const asking = requests.ask({ type: 'leave' });
  const rejected = assert.rejects(
    asking,
    (error) => error instanceof CallError && error.code === 'request-timeout' && /leave.*10000 ms/.test(error.message),
  );
  await clock.advance(10_000);
  await rejected;
  assert.equal(requests.settle({ type: 'ack', id: id(0) }), false);
});

it('answers to others, errors without an id and other messages are left alone', () => {
  const { requests } = asked();
  void requests.ask({ type: 'leave' });
  assert.equal(requests.settle({ type: 'ack', id: 2 ** 31 }), false);
  assert.equal(requests.settle({ type: 'error', code: 'bad-message', message: 'x' }), false);
  assert.equal(requests.settle({ type: 'keyframe-requested', trackId: 1 }), false);
});

it('all that waits fails with a lost connection', async () => {
  const { requests, clock } = asked();
  const lost = new CallError('request-failed', 'The connection broke.');
  const waiting = [requests.ask({ type: 'leave' }), requests.ask({ type: 'ping' })];
  requests.fail(lost);
  for (const request of waiting) await assert.rejects(request, lost);
  assert.equal(clock.waiting, 0);
});
