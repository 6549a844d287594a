/** How a relay goes away. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Departure } from '../../../relay/gateway/departure.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function createCrowd(size: number) {
  const clock = new ManualClock();
  const connections = new Set<Member>();
  class Member {
    readonly told: object[] = [];
    closedWith: number | undefined;
    reply(message: object): void {
      this.told.push(message);
    }
    close(code: number): void {
      this.closedWith = code;
    }
  }
  const members = Array.from({ length: size }, () => new Member());
  for (const member of members) connections.add(member);
  return { clock, connections, members };
}

const delaysOf = (members: readonly { told: object[] }[]): number[] =>
  members.map(({ told }) => (told[0] as { delayMs: number }).delayMs);

async function isDone(departure: Departure): Promise<boolean> {
  return Promise.race([
    departure.done.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(resolve, false)),
  ]);
}

it('tells everybody once, spread evenly over the time, and leaves the last ones time to move', () => {
  const { clock, connections, members } = createCrowd(100);
  new Departure(clock, connections, 10_000);
  assert.ok(members.every(({ told }) => told.length === 1 && (told[0] as { type: string }).type === 'draining'));
  const delays = delaysOf(members);
  for (let second = 0; second < 8; second++) {
    const count = delays.filter((delay) => delay >= second * 1000 && delay < (second + 1) * 1000).length;
    assert.ok(count >= 11 && count <= 14, `${count} leave in second ${second}`);
  }
  assert.ok(Math.max(...delays) <= 8_000);
  assert.ok(members.every(({ closedWith }) => closedWith === undefined));
});

it('closes who is left when the time is over, and is done when they are gone', async () => {
  const { clock, connections, members } = createCrowd(2);
  const departure = new Departure(clock, connections, 10_000);
  const [early, late] = members;
  connections.delete(early!);
  departure.onClosed();
  clock.advance(9_999);
  assert.equal(late?.closedWith, undefined);
  clock.advance(1);
  assert.deepEqual([early?.closedWith, late?.closedWith], [undefined, 4503]);
  assert.equal(await isDone(departure), false);
  connections.delete(late!);
  departure.onClosed();
  assert.equal(await isDone(departure), true);
});

it('is over early where everybody left early, and leaves no timer', async () => {
  const { clock, connections } = createCrowd(3);
  const departure = new Departure(clock, connections, 10_000);
  connections.clear();
  departure.onClosed();
  assert.equal(await isDone(departure), true);
  assert.equal(clock.waiting, 0);
});

it('closes everybody at once where there is no time, or when it is hurried', () => {
  const now = createCrowd(3);
  new Departure(now.clock, now.connections, 0);
  assert.ok(now.members.every(({ closedWith, told }) => closedWith === 4503 && told.length === 0));
  const later = createCrowd(3);
  const departure = new Departure(later.clock, later.connections, 10_000);
  departure.hurry();
  assert.ok(later.members.every(({ closedWith }) => closedWith === 4503));
  assert.equal(later.clock.waiting, 0);
});

it('of nobody is done at once', async () => {
  const { clock, connections } = createCrowd(0);
  assert.equal(await isDone(new Departure(clock, connections, 10_000)), true);
  assert.equal(clock.waiting, 0);
});
