import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Playhead } from '../../../component/playback/playhead.ts';

const NOW = 1_795_000_000_000_000;
const ms = (value: number) => value * 1000;

describe('the playhead', () => {
  /** How far a picture is ahead of the sound (ms), how old the sound's report is, and how long the picture waits. */
  const table = [
    { lead: -200, age: 0, hold: 0 },
    { lead: 0, age: 0, hold: 0 },
    { lead: 40, age: 0, hold: 0 },
    { lead: 100, age: 0, hold: 60 },
    // The sound went on since it was reported.
    { lead: 100, age: 30, hold: 30 },
    { lead: 100, age: 80, hold: 0 },
    { lead: 540, age: 0, hold: 500 },
    // A broken clock must not freeze the picture.
    { lead: 541, age: 0, hold: 0 },
    { lead: 100_000, age: 0, hold: 0 },
    // A report this old says nothing.
    { lead: 700, age: 501, hold: 0 },
  ];
  for (const { lead, age, hold } of table) {
    it(`holds a picture ${lead} ms ahead of sound reported ${age} ms ago for ${hold} ms`, () => {
      const playhead = new Playhead();
      playhead.heard(1, NOW, NOW);
      assert.equal(Math.round(playhead.holdMs(NOW + ms(lead), NOW + ms(age))), hold);
    });
  }

  it('never holds a picture without sound, nor once sound has ended', () => {
    const playhead = new Playhead();
    assert.equal(playhead.holdMs(NOW + ms(300), NOW), 0);
    playhead.heard(1, NOW, NOW);
    assert.equal(Math.round(playhead.holdMs(NOW + ms(300), NOW)), 260);
    playhead.heard(1, undefined, NOW);
    assert.equal(playhead.holdMs(NOW + ms(300), NOW), 0);
  });

  it('keeps step with the later of two tracks, and one that ends does not disturb the other', () => {
    const playhead = new Playhead();
    playhead.heard(1, NOW, NOW);
    playhead.heard(2, NOW - ms(50), NOW);
    assert.equal(Math.round(playhead.holdMs(NOW + ms(100), NOW)), 110);
    playhead.heard(2, undefined, NOW);
    assert.equal(Math.round(playhead.holdMs(NOW + ms(100), NOW)), 60);
  });
});
