/** Who was removed and does not come back. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BARRED_MEMORY_MS, Barred, BarredMemory } from '../../../relay/rooms/barred.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const barredWith = (id: string, subject?: string) => {
  const barred = new Barred();
  barred.add({ id, subject });
  return barred;
};

it('knows participants, and the subjects of their tokens', () => {
  const barred = barredWith('ada', 'a@example.com');
  assert.equal(barred.has({ id: 'ada', subject: undefined }), true);
  assert.equal(barred.has({ id: 'other', subject: 'a@example.com' }), true);
  assert.equal(barred.has({ id: 'other', subject: 'b@example.com' }), false);
  assert.equal(barredWith('ada').has({ id: 'other', subject: undefined }), false);
});

it('forgets the oldest of more than a thousand', () => {
  const barred = new Barred();
  for (let number = 0; number <= 1_000; number++) barred.add({ id: `p${number}`, subject: `s${number}` });
  assert.equal(barred.has({ id: 'p0', subject: 's0' }), false);
  assert.equal(barred.has({ id: 'p1', subject: undefined }), true);
});

it('outlives its room by ten minutes', () => {
  const clock = new ManualClock();
  const memory = new BarredMemory(clock);
  memory.keep('room', barredWith('ada'));
  clock.advance(BARRED_MEMORY_MS - 1);
  const taken = memory.take('room');
  assert.equal(taken.has({ id: 'ada', subject: undefined }), true);
  memory.keep('room', taken);
  clock.advance(BARRED_MEMORY_MS);
  assert.equal(memory.take('room').isEmpty, true);
});

it('is kept for a thousand rooms, and for none of which nobody was removed', () => {
  const memory = new BarredMemory(new ManualClock());
  memory.keep('first', barredWith('ada'));
  for (let number = 0; number < 5_000; number++) memory.keep(`empty ${number}`, new Barred());
  for (let number = 1; number < 1_000; number++) memory.keep(`room ${number}`, barredWith('ada'));
  const first = memory.take('first');
  assert.equal(first.isEmpty, false);
  memory.keep('first', first);
  memory.keep('one more', barredWith('ada'));
  assert.equal(memory.take('room 1').isEmpty, true);
  assert.equal(memory.take('first').isEmpty, false);
});
