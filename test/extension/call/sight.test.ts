/** What keeps a page from leading a person's click, and from bringing a covered call up for ever. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SETTLED_MS, SightRecord } from '../../../extension/browser/call/click-gate.ts';
import { type Access, readAccess, type Surroundings } from '../../../extension/browser/call/permission.ts';
import { RaiseBudget } from '../../../extension/browser/call/raise-budget.ts';

it('a click counts after half a second in full sight, and only a person’s', () => {
  const record = new SightRecord();
  assert.equal(record.mayPass(true, 0), false, 'never seen');
  record.note({ isIntersecting: true, isVisible: true }, 1_000);
  assert.equal(record.mayPass(true, 1_000 + SETTLED_MS - 1), false);
  assert.equal(record.mayPass(true, 1_000 + SETTLED_MS), true);
  assert.equal(record.mayPass(false, 1_000 + SETTLED_MS), false, 'made by a script');
  record.note({ isIntersecting: true, isVisible: false }, 2_000);
  assert.equal(record.mayPass(true, 5_000), false, 'covered');
  record.note({ isIntersecting: true, isVisible: true }, 6_000);
  assert.equal(record.mayPass(true, 6_100), false, 'it counts anew');
  record.note({ isIntersecting: false, isVisible: true }, 7_000);
  assert.equal(record.isSeen, false);
});

it('a click that comes too quickly is told from one through a cover', () => {
  const record = new SightRecord();
  assert.equal(record.isFirstSight, false, 'covered from the start');
  record.note({ isIntersecting: true, isVisible: false }, 0);
  record.note({ isIntersecting: true, isVisible: true }, 100);
  assert.equal(record.isFirstSight, true);
  record.note({ isIntersecting: true, isVisible: false }, 200);
  assert.equal(record.isFirstSight, false);
  record.note({ isIntersecting: true, isVisible: true }, 300);
  assert.equal(record.isFirstSight, false, 'what has covered it may do so again');
});

it('a browser that cannot tell what covers it takes what is in the window for seen', () => {
  const record = new SightRecord();
  record.note({ isIntersecting: true }, 0);
  assert.equal(record.mayPass(true, SETTLED_MS), true);
});

it('a covered call asks to be brought up four times in ten seconds', () => {
  const budget = new RaiseBudget();
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((second) => budget.take(second * 1_000)),
    [true, true, true, true, false, false],
  );
  assert.equal(budget.take(10_500), true);
});

const around: Surroundings = {
  isSecure: true,
  hasDevices: true,
  isSandboxed: false,
  allows: () => true,
  permission: () => Promise.resolve('granted'),
};

for (const [about, change, access] of [
  ['all is granted', {}, { kind: 'granted' }],
  ['the browser says nothing of policies', { allows: undefined }, { kind: 'granted' }],
  ['only the microphone is allowed', { allows: (feature: string) => feature === 'microphone' }, { kind: 'granted' }],
  ['nobody was asked yet', { permission: () => Promise.resolve('prompt' as const) }, { kind: 'unasked' }],
  ['the browser does not know permissions', { permission: () => Promise.resolve(undefined) }, { kind: 'unasked' }],
  ['it was refused', { permission: () => Promise.resolve('denied' as const) }, { kind: 'denied' }],
  ['the page forbids it', { allows: () => false }, { kind: 'impossible', reason: 'camera' }],
  ['the frame is locked', { isSandboxed: true, isSecure: false }, { kind: 'impossible', reason: 'sandbox' }],
  ['the page has no https', { isSecure: false }, { kind: 'impossible', reason: 'insecure' }],
  ['there are no devices', { hasDevices: false }, { kind: 'impossible', reason: 'insecure' }],
] as const satisfies readonly (readonly [string, Partial<Surroundings>, Access])[]) {
  it(`where ${about}: ${JSON.stringify(access)}`, async () =>
    assert.deepEqual(await readAccess({ ...around, ...change }), access));
}
