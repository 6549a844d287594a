/** One turn of the event loop. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Turn } from '../../../relay/fanout/turn.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function createTurn() {
  const clock = new ManualClock();
  const ends: (() => void)[] = [];
  const turn = new Turn(clock, (run) => ends.push(run));
  const end = () => {
    for (const each of ends.splice(0)) each();
  };
  return { clock, turn, end, scheduled: () => ends.length };
}

it('reads the clock once', () => {
  const { clock, turn, end } = createTurn();
  assert.equal(turn.now(), 0);
  clock.stall(5);
  assert.equal(turn.now(), 0);
  end();
  assert.equal(turn.now(), 5);
});

it('uncorks at its end what was corked in it, and schedules itself once', () => {
  const { turn, end, scheduled } = createTurn();
  const seen: string[] = [];
  const socket = (name: string) => ({
    cork: () => seen.push(`cork ${name}`),
    uncork: () => seen.push(`uncork ${name}`),
  });
  turn.cork(socket('a'));
  turn.cork(socket('b'));
  assert.equal(scheduled(), 1);
  end();
  end();
  assert.deepEqual(seen, ['cork a', 'cork b', 'uncork a', 'uncork b']);
});

it('has a number of its own', () => {
  const { turn, end } = createTurn();
  const { number } = turn;
  assert.equal(turn.number, number);
  end();
  assert.equal(turn.number, number + 1);
});
