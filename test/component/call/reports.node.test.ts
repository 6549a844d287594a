import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mediaReport } from '../../../component/call/reports.ts';
import { CallError } from '../../../component/support/errors.ts';
import { TestClock } from '../support/test-clock.ts';
import { FakeMediaHost } from './fake-media-host.ts';
import { FakeRelay } from './fake-relay.ts';

it('each question gets its own answer', async () => {
  const media = new FakeMediaHost(new FakeRelay());
  const clock = new TestClock();
  const first = mediaReport(media, clock);
  const second = mediaReport(media, clock);
  const ids = media.posts('report').map(({ requestId }) => requestId);
  assert.notEqual(ids[0], ids[1]);
  assert.deepEqual(await first, []);
  assert.deepEqual(await second, []);
  assert.equal(clock.waiting, 0);
});

it('a media worker that does not answer is an error after three seconds', async () => {
  const media = new FakeMediaHost(new FakeRelay());
  media.post = () => undefined;
  const clock = new TestClock();
  const rejected = assert.rejects(
    mediaReport(media, clock),
    (error) => error instanceof CallError && error.code === 'request-timeout',
  );
  await clock.advance(3_000);
  await rejected;
});
