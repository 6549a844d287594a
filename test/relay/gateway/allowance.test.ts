/** What one connection may still send. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Allowance } from '../../../relay/gateway/allowance.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function create() {
  const clock = new ManualClock();
  const rate = { perSecond: 1, burst: 2 };
  const allowance = new Allowance(clock, { controlRate: rate, chatRate: rate, mediaRate: rate });
  return { clock, allowance };
}

it('counts each kind by itself', () => {
  const { clock, allowance } = create();
  for (const kind of ['control', 'chat', 'media'] as const) {
    assert.deepEqual([allowance.take(kind), allowance.take(kind), allowance.take(kind)], [true, true, false], kind);
  }
  clock.advance(1_000);
  assert.equal(allowance.take('chat'), true);
});

it('allows one and a half times the bit rate in the long run, and two seconds of it at once', () => {
  const { clock, allowance } = create();
  let bytes = 0;
  for (let step = 0; step < 1_000; step++) {
    if (allowance.takeBytes(1_000, 800_000)) bytes += 1_000;
    clock.advance(1);
  }
  // 150 KB a second: 300 KB at once, and what one second brought.
  assert.ok(bytes >= 445_000 && bytes <= 451_000, `${bytes}`);
});

it('lets a packet through that is larger than what may come at once, and takes it off what follows', () => {
  const { clock, allowance } = create();
  assert.equal(allowance.takeBytes(100_000, 80_000), true);
  clock.advance(4_000);
  assert.equal(allowance.takeBytes(1_000, 80_000), false);
  clock.advance(2_000);
  assert.equal(allowance.takeBytes(1_000, 80_000), true);
});

it('goes by the bit rate of the newest token', () => {
  const { allowance } = create();
  while (allowance.takeBytes(1_000, 8_000));
  assert.equal(allowance.takeBytes(1_000, 80_000), true);
});
