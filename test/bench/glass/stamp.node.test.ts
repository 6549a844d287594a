import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStamp, STAMP_SQUARES, squareSide, stampAgeMs, stampOf, stampSquares } from './stamp.ts';

const INSTANTS = [0, 1, 0.1, 123_456.7, 1_795_000_000_000.3, 429_496_729.5];

const pixels = (squares: readonly boolean[], light = 255, dark = 0) =>
  squares.flatMap((isLight) =>
    Array<number>(3)
      .fill(isLight ? light : dark)
      .concat(255),
  );

test('what is written is read', () => {
  for (const instant of INSTANTS) {
    const stamp = stampOf(instant);
    assert.equal(stampSquares(stamp).length, STAMP_SQUARES);
    assert.equal(readStamp(pixels(stampSquares(stamp))), stamp);
  }
});

test('levels that lossy coding shifted are still read', () => {
  const stamp = stampOf(1_795_000_000_123.4);
  assert.equal(readStamp(pixels(stampSquares(stamp), 170, 85)), stamp);
});

test('a black, a white and a grey picture hold no stamp', () => {
  for (const level of [0, 255, 127, 128]) {
    assert.equal(readStamp(pixels(Array<boolean>(STAMP_SQUARES).fill(true), level)), undefined);
  }
});

test('one or two wrong squares are noticed', () => {
  const squares = stampSquares(stampOf(1_795_000_000_123.4));
  for (let i = 0; i < STAMP_SQUARES; i++) {
    for (let j = i; j < STAMP_SQUARES; j++) {
      const wrong = squares.map((square, at) => (at === i || at === j ? !square : square));
      assert.equal(readStamp(pixels(wrong)), undefined, `squares ${i} and ${j}`);
    }
  }
});

test('too few pixels are no stamp', () => {
  assert.equal(readStamp(pixels(stampSquares(5)).slice(0, -4)), undefined);
});

test('ages count across the wrap', () => {
  assert.equal(stampAgeMs(stampOf(1000), stampOf(1012.3)), 12.3);
  assert.equal(stampAgeMs(2 ** 32 - 50, 50), 10);
});

test('squares are whole coding blocks at the sizes measured', () => {
  assert.equal(squareSide(640), 16);
  assert.equal(squareSide(1280), 32);
  // Scaled by an encoder: the row still spans the whole picture.
  assert.equal(squareSide(632) * STAMP_SQUARES, 632);
});
