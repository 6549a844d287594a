import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hueOf, initials } from '../../../component/ui/avatar.ts';

describe('initials', () => {
  const table: readonly (readonly [string, string])[] = [
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['Ada Augusta King Lovelace', 'AL'],
    ['  Bo  ', 'B'],
    ['李小龍', '李'],
    ['نور الدين', 'نا'],
    ['élise martin', 'ÉM'],
    ['😀', '😀'],
    ['"Q" 7', 'Q7'],
    ['', ''],
  ];
  for (const [name, letters] of table) it(`of "${name}" are "${letters}"`, () => assert.equal(initials(name), letters));
});

describe('hueOf', () => {
  it('is the same for the same text, and a hue', () => {
    for (const text of ['', 'a', 'Ada', '😀'.repeat(50)]) {
      const hue = hueOf(text);
      assert.equal(hue, hueOf(text));
      assert.ok(hue >= 0 && hue < 360);
    }
  });
  it('tells people apart', () => {
    const hues = new Set(Array.from({ length: 40 }, (_, index) => hueOf(`participant-${index}`)));
    assert.ok(hues.size >= 10, `${hues.size} hues for 40 people`);
  });
});
