import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  ATTRIBUTES,
  type AttributeName,
  cleanName,
  propertyDeclarations,
  readAttribute,
} from '../../component/attributes.ts';

let warnings: string[];
const { warn } = console;
beforeEach(() => {
  warnings = [];
  console.warn = (...args: unknown[]) => warnings.push(args.join(' '));
});
afterEach(() => {
  console.warn = warn;
});

const read = (name: AttributeName, raw: unknown) => readAttribute<unknown>(ATTRIBUTES[name], raw);

describe('attributes', () => {
  const good: readonly (readonly [AttributeName, unknown, unknown])[] = [
    ['audio', '', 'on'],
    ['audio', 'off', 'off'],
    ['audio', 'none', 'none'],
    ['audio', true, 'on'],
    ['video', false, 'off'],
    ['video', null, 'on'],
    ['autojoin', '', true],
    ['autojoin', 'off', false],
    ['autojoin', 'false', false],
    ['autojoin', null, false],
    ['noLobby', 'on', true],
    ['chat', 'off', 'off'],
    ['chat', undefined, 'on'],
    ['layout', 'speaker', 'speaker'],
    ['codec', 'mjpeg', 'mjpeg'],
    ['fps', '24', 24],
    ['fps', 60, 60],
    ['room', '  team  ', 'team'],
    ['theme', 'dark', 'dark'],
    ['label', ' Monday\n\u202e stand-up <b> ', 'Monday stand-up <b>'],
    ['label', 'x'.repeat(500), 'x'.repeat(200)],
    ['tokenUrl', '/wp-json/token?ticket=1', '/wp-json/token?ticket=1'],
    ['tokenUrl', 'https://login.example/token', 'https://login.example/token'],
    ['displayName', '  Ada\u202e \n Lovelace ', 'Ada Lovelace'],
  ];
  for (const [name, raw, value] of good) {
    it(`${name}=${JSON.stringify(raw)} is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(read(name, raw), value);
      assert.deepEqual(warnings, []);
    });
  }

  const bad: readonly (readonly [AttributeName, unknown, unknown])[] = [
    ['layout', 'circle', 'grid'],
    ['transport', 'p2p', 'auto'],
    ['codec', 'H264', 'auto'],
    ['quality', '4k', 'auto'],
    ['fps', 'fast', 30],
    ['fps', '0', 30],
    ['fps', '', 30],
    ['fps', Number.NaN, 30],
    ['audio', 'loud', 'on'],
    ['autojoin', 'perhaps', false],
    ['room', 'a'.repeat(129), ''],
    ['room', 'a\u0000b', ''],
    ['room', 5, ''],
    ['label', 5, ''],
    ['tokenUrl', 'javascript:alert(1)', ''],
    ['tokenUrl', 'data:application/json,{}', ''],
    ['tokenUrl', 'https://[', ''],
    ['tokenUrl', 7, ''],
  ];
  for (const [name, raw, fallback] of bad) {
    it(`${name}=${JSON.stringify(raw)} warns with what was received and what is allowed, and is ${JSON.stringify(fallback)}`, () => {
      assert.deepEqual(read(name, raw), fallback);
      assert.equal(warnings.length, 1);
      assert.ok(warnings[0]?.includes(`<stream-room> ${ATTRIBUTES[name].name}: ${JSON.stringify(raw)} was received`));
      assert.ok(warnings[0]?.includes(ATTRIBUTES[name].allowed));
    });
  }

  it('reads the same text twice alike: no pattern remembers where it stopped', () => {
    for (let round = 0; round < 4; round += 1) {
      assert.equal(read('room', 'a\u0000b'), '');
      assert.equal(read('room', 'team'), 'team');
    }
  });

  it('are written in kebab-case, and a property has every one', () => {
    const declarations = propertyDeclarations();
    assert.deepEqual(Object.keys(declarations), Object.keys(ATTRIBUTES));
    for (const [property, { attribute }] of Object.entries(declarations)) {
      assert.equal(
        attribute,
        property.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
    }
  });
});

describe('cleanName', () => {
  it('leaves no control characters, line breaks or overrides of direction', () => {
    assert.equal(cleanName('\u202eevil\u0007\r\nname\u2066'), 'evil name');
  });
  it('cuts at 64 code units, and never through a character', () => {
    assert.equal(cleanName('x'.repeat(10_000)).length, 64);
    const cut = cleanName(`${'x'.repeat(63)}😀`);
    assert.equal(cut, 'x'.repeat(63));
  });
  it('keeps markup as the text it is', () => {
    assert.equal(cleanName('<b onclick=x>Eve</b>'), '<b onclick=x>Eve</b>');
  });
});

describe('a secret', () => {
  it('is not repeated by the warning about it', () => {
    assert.equal(readAttribute(ATTRIBUTES.roomSecret, 'nearly-a-secret'), '');
    assert.ok(warnings[0]?.includes('room-secret') && !warnings[0].includes('nearly-a-secret'));
    assert.equal(readAttribute(ATTRIBUTES.roomSecret, 'hash'), 'hash');
    assert.equal(readAttribute(ATTRIBUTES.token, 'a.b.c'), 'a.b.c');
  });
});
