/** Who a connection speaks for, and until when. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ANYBODY, type Identity } from '../../../relay/auth/identity.ts';
import { TokenError } from '../../../relay/auth/token-error.ts';
import { Credentials } from '../../../relay/gateway/credentials.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { identityOf } from '../../support/rooms.ts';

const MINUTE = 60_000;

function create(change: Partial<Identity> = {}, next: Partial<Identity> | Error = {}) {
  const clock = new ManualClock();
  const first = identityOf('member', {
    subject: 'ada',
    room: 'test',
    expiresAtMs: clock.epochMs() + 5 * MINUTE,
    ...change,
  });
  const credentials = new Credentials(first, async () => {
    if (next instanceof Error) throw next;
    return { ...first, ...next };
  });
  return { clock, credentials, first };
}

it('says once, a minute before, that the token expires, and 30 s after that it is over', () => {
  const { clock, credentials } = create();
  const seen: unknown[] = [];
  for (let second = 0; second <= 330; second++) {
    const due = credentials.due(clock);
    if (due) seen.push([second, due]);
    clock.advance(1_000);
  }
  assert.deepEqual(seen, [
    [240, { inMs: MINUTE }],
    [330, 'over'],
  ]);
});

it('never expires without a token', () => {
  const credentials = new Credentials(ANYBODY, undefined);
  const clock = new ManualClock();
  clock.advance(1e12);
  assert.equal(credentials.due(clock), undefined);
});

it('begins anew with a newer token', async () => {
  const { clock, credentials } = create({}, { role: 'host', expiresAtMs: 1_800_000_000_000 + 10 * MINUTE });
  clock.advance(4 * MINUTE);
  assert.ok(credentials.due(clock));
  await credentials.refresh('newer');
  assert.equal(credentials.identity.role, 'host');
  assert.equal(credentials.due(clock), undefined);
  clock.advance(5 * MINUTE);
  assert.deepEqual(credentials.due(clock), { inMs: MINUTE });
});

for (const [name, next, code] of [
  ['of another subject', { subject: 'ben' }, 'bad-token'],
  ['of another room', { room: 'other' }, 'bad-token'],
  ['that is wrong', new TokenError('bad-signature', 'Its signature is wrong.'), 'bad-token'],
  ['that cannot be checked now', new TokenError('unavailable', 'Try again.'), 'unavailable'],
] as const) {
  it(`stays as it is after a token ${name}`, async () => {
    const { credentials, first } = create({}, next);
    await assert.rejects(credentials.refresh('newer'), { name: 'RequestError', code });
    assert.equal(credentials.identity, first);
  });
}

it('takes no token where the relay takes none, and hides no error of the relay', async () => {
  await assert.rejects(new Credentials(ANYBODY, undefined).refresh('x'), { code: 'bad-token' });
  const broken = new Credentials(ANYBODY, () => Promise.reject(new Error('out of memory')));
  await assert.rejects(broken.refresh('x'), { message: 'out of memory' });
});
