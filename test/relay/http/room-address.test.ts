/** Which room an address names, and what is said of one that names none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isClaim } from '../../../relay/auth/claims.ts';
import { givenLanguage } from '../../../relay/http/page-language.ts';
import { createBaseOf, readRoomAddress, readRoomPath, roomAddress } from '../../../relay/http/room-address.ts';

describe('the path of a room', () => {
  for (const [path, room] of Object.entries({
    '/team': 'team',
    '/team/': 'team',
    '/Monday%20stand-up': 'Monday stand-up',
    '/a%2Fb': 'a/b',
    '/%3Cscript%3E': '<script>',
    '/%F0%9F%98%80': '\u{1f600}',
    '/a%252Fb': 'a%2Fb',
    '/...': '...',
    '/__proto__': '__proto__',
    [`/${'x'.repeat(128)}`]: 'x'.repeat(128),
  })) {
    it(`${path.slice(0, 30)} is that of ${JSON.stringify(room.slice(0, 30))}`, () => {
      assert.deepEqual(readRoomPath(path), { room });
    });
  }

  const wrong: Record<string, readonly [status: number, problem: string]> = {
    '': [404, 'nameless'],
    '/': [404, 'nameless'],
    '//': [404, 'nameless'],
    '/a/b': [404, 'slash'],
    '/.': [400, 'dots'],
    '/..': [400, 'dots'],
    '/%2e%2e': [400, 'dots'],
    '/%': [400, 'cutOff'],
    '/%E0%A4%A': [400, 'cutOff'],
    '/%ff': [400, 'cutOff'],
    '/%00': [400, 'unprintable'],
    '/a%0Ab': [400, 'unprintable'],
    '/%20team': [400, 'unprintable'],
    '/a%E2%80%AEb': [400, 'unprintable'],
    [`/${'x'.repeat(129)}`]: [400, 'tooLong'],
  };
  for (const [path, [status, problem]] of Object.entries(wrong)) {
    it(`${JSON.stringify(path.slice(0, 20))}: ${status}, and why`, () => {
      const reading = readRoomPath(path);
      assert.ok(reading.room === undefined);
      const values = problem === 'tooLong' ? { max: 128, length: 129 } : {};
      assert.deepEqual(reading, { status, problem, values });
    });
  }
});

it('the address of a room leads back to it, whatever its name', () => {
  const base = 'https://relay.example/call/';
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
      fc.constantFrom('r' as const, 'embed' as const),
      (room, page) => {
        fc.pre(isClaim('room', room) && Buffer.from(room).toString() === room && !/^\.\.?$/.test(room));
        const address = roomAddress(base, page, room);
        assert.equal(new URL(address).href, address);
        assert.equal(readRoomAddress(`${address}?ref=ghost&utm=1#room=x`, [base])?.room, room);
      },
    ),
  );
});

it('a language that was given goes along, one that a browser wished for does not', () => {
  const base = 'https://relay.example/';
  const given = givenLanguage('de-at');
  const address = roomAddress(base, 'r', 'a b', given);
  assert.equal(address, 'https://relay.example/r/a%20b?lang=de-AT');
  assert.deepEqual(readRoomAddress(address, [base]), { room: 'a b', given });
  assert.deepEqual(readRoomAddress(`${base}r/team?lang=xx`, [base]), { room: 'team', given: undefined });
  assert.equal(
    roomAddress(base, 'embed', 'team', { language: 'de', tag: 'de', isGiven: false }),
    'https://relay.example/embed/team',
  );
});

it('only our own addresses are those of rooms', () => {
  const bases = ['https://relay.example/call/'];
  const isOurs = (address: string) => readRoomAddress(address, bases)?.room;
  assert.equal(isOurs('https://relay.example/call/r/team'), 'team');
  assert.equal(isOurs('https://RELAY.example:443/call/embed/team/'), 'team');
  for (const address of [
    '',
    'team',
    '/call/r/team',
    'http://relay.example/call/r/team',
    'https://relay.example:8443/call/r/team',
    'https://relay.example.evil/call/r/team',
    'https://relay.example@evil.example/call/r/team',
    'https://relay.example/r/team',
    'https://relay.example/callr/team',
    'https://relay.example/call/admin/team',
    'https://relay.example/call/__proto__/team',
    'https://relay.example/call/r/',
    'https://relay.example/call/r/a/b',
    'https://relay.example/call/r/../../admin',
    'https://relay.example/call/r/%',
    'file:///call/r/team',
    'javascript:alert(1)',
    'data:text/html,/call/r/team',
    'http://169.254.169.254/call/r/team',
  ]) {
    assert.equal(isOurs(address), undefined, address);
  }
});

it('the base is the public one, else that of the request, else none', () => {
  const request = {} as Parameters<ReturnType<typeof createBaseOf>>[0];
  const own = () => 'http://localhost:8080';
  assert.equal(createBaseOf({ publicUrl: undefined, basePath: '/' }, own)(request), 'http://localhost:8080/');
  assert.equal(createBaseOf({ publicUrl: undefined, basePath: '/a/b' }, own)(request), 'http://localhost:8080/a/b/');
  assert.equal(createBaseOf({ publicUrl: 'https://x.example/', basePath: '/a' }, own)(request), 'https://x.example/');
  assert.equal(createBaseOf({ publicUrl: undefined, basePath: '/' }, () => undefined)(request), undefined);
});
