import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hear, NOBODY, type Speakers } from '../../../component/call/active-speaker.ts';

type Phase = readonly [seconds: number, levels: Record<string, number>];

/** Ten levels a second for each of these phases. */
function play(...phases: readonly Phase[]): Speakers {
  let speakers = NOBODY;
  let nowMs = 1_000;
  for (const [seconds, levels] of phases) {
    for (let i = 0; i < seconds * 10; i++) {
      nowMs += 100;
      speakers = hear(speakers, new Map(Object.entries(levels)), nowMs);
    }
  }
  return speakers;
}

describe('the active speaker', () => {
  const table: readonly [what: string, phases: readonly Phase[], active: string | undefined][] = [
    ['is nobody in silence', [[5, { ada: 0, bob: 0 }]], undefined],
    ['is nobody for a rustle below the threshold', [[5, { ada: 0.04, bob: 0 }]], undefined],
    ['is the first to speak, at once', [[0.1, { ada: 0.3, bob: 0 }]], 'ada'],
    ['is the louder of two who begin together', [[0.1, { ada: 0.2, bob: 0.6 }]], 'bob'],
    [
      'stays through silence',
      [
        [1, { ada: 0.3, bob: 0 }],
        [9, { ada: 0, bob: 0 }],
      ],
      'ada',
    ],
    [
      'does not change for a cough',
      [
        [2, { ada: 0.3, bob: 0 }],
        [0.3, { ada: 0.3, bob: 0.9 }],
        [1, { ada: 0.3, bob: 0 }],
      ],
      'ada',
    ],
    [
      'does not change for somebody as loud',
      [
        [2, { ada: 0.3, bob: 0 }],
        [5, { ada: 0.3, bob: 0.35 }],
      ],
      'ada',
    ],
    [
      'changes to somebody clearly louder after a while',
      [
        [2, { ada: 0.2, bob: 0 }],
        [2, { ada: 0.2, bob: 0.6 }],
      ],
      'bob',
    ],
    [
      'changes to who speaks when the last one has stopped',
      [
        [2, { ada: 0.6, bob: 0 }],
        [2, { ada: 0, bob: 0.1 }],
      ],
      'bob',
    ],
    [
      'is nobody when the last one has left',
      [
        [2, { ada: 0.3, bob: 0 }],
        [1, { bob: 0 }],
      ],
      undefined,
    ],
  ];
  for (const [what, phases, active] of table) it(what, () => assert.equal(play(...phases).activeId, active));
});

describe('speaking', () => {
  const speaking = (...phases: readonly Phase[]) => play(...phases).voices.get('ada')?.speaking;

  it('begins with sound and holds over the pauses between words', () => {
    assert.equal(speaking([0.1, { ada: 0.2 }]), true);
    assert.equal(speaking([1, { ada: 0.2 }], [0.5, { ada: 0 }]), true);
    assert.equal(speaking([1, { ada: 0.2 }], [1, { ada: 0 }]), false);
  });

  it('needs more to begin than to go on', () => {
    assert.equal(speaking([3, { ada: 0.03 }]), false);
    assert.equal(speaking([1, { ada: 0.2 }], [3, { ada: 0.03 }]), true);
  });

  it('shows a level that rises at once and falls slowly, down to nothing', () => {
    const level = (...phases: readonly Phase[]) => play(...phases).voices.get('ada')?.level ?? -1;
    assert.ok(level([0.2, { ada: 0.5 }]) > 0.4);
    const falling = level([1, { ada: 0.5 }], [0.2, { ada: 0 }]);
    assert.ok(falling > 0.2 && falling < 0.4, `${falling}`);
    assert.equal(level([1, { ada: 0.5 }], [3, { ada: 0 }]), 0);
  });
});
