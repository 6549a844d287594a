import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CaptureClock } from '../../../component/media/capture-clock.ts';
import { chance } from '../playback/sound-scene.ts';

const EPOCH = 1_795_000_000_000_000;

describe('the capture clock', () => {
  it('puts a source that counts from anywhere on the media clock, by its quickest arrivals', () => {
    const clock = new CaptureClock();
    const random = chance(5);
    const errors: number[] = [];
    for (let i = 0; i < 300; i++) {
      const captured = EPOCH + i * 33_333;
      const arrived = captured + 2_000 + random() * 30_000;
      errors.push(clock.instant(1_404_000_000 + i * 33_333, arrived) - captured);
    }
    const late = errors.slice(60);
    // The least delay counts as none, and the jitter of arrivals does not show.
    assert.ok(
      late.every((error) => error > 1_000 && error < 8_000),
      `${Math.min(...late)} to ${Math.max(...late)}`,
    );
  });

  it('takes the word of a source that is on the media clock', () => {
    const clock = new CaptureClock();
    assert.equal(clock.instant(EPOCH - 7_000, EPOCH), EPOCH - 7_000);
  });

  it('is never ahead of now and never goes back', () => {
    const clock = new CaptureClock();
    const first = clock.instant(5_000_000, EPOCH);
    const second = clock.instant(5_100_000, EPOCH + 50_000);
    const third = clock.instant(5_050_000, EPOCH + 60_000);
    assert.ok(first <= EPOCH);
    assert.ok(second > first && second <= EPOCH + 50_000);
    assert.ok(third > second);
  });

  it('follows a source that starts over', () => {
    const clock = new CaptureClock();
    clock.instant(900_000_000, EPOCH);
    const again = clock.instant(0, EPOCH + 1_000_000);
    assert.ok(Math.abs(again - (EPOCH + 1_000_000)) < 10);
  });

  it('follows a clock that runs slower', () => {
    const clock = new CaptureClock();
    let instant = 0;
    for (let i = 0; i < 60_000; i++) {
      instant = clock.instant(77 + i * 10_000 * 0.99995, EPOCH + i * 10_000);
    }
    assert.ok(Math.abs(instant - (EPOCH + 59_999 * 10_000)) < 2_000);
  });
});
