/** Addresses of rooms: written, read, and what is none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pagePath, readRoomPath, readRoomUrl } from '../../../relay/http/room-address.ts';

const NAMES = ['team', 'Räume & Türen', 'a/b', '...', '100 %', '<b>', '😀'.repeat(64), 'x'.repeat(128)];

it('whatever a room is called, its address leads to it', () => {
  for (const room of NAMES) {
    for (const kind of ['r', 'embed'] as const) {
      assert.deepEqual(readRoomPath(`/${pagePath(kind, room)}`), { kind, room });
    }
    assert.equal(readRoomUrl(`https://relay.example/call/${pagePath('r', room)}`, 'https://relay.example/call/'), room);
  }
});

describe('a path', () => {
  for (const path of ['/', '/r', '/r/a/b', '/rooms/a', '/embed', '/x/r/a', '']) {
    it(`"${path}" is no room’s`, () => assert.equal(readRoomPath(path), undefined));
  }

  for (const [segment, about] of [
    ['', /1 to 128/],
    ['%20team', /white space/],
    ['a%00b', /printable/],
    ['a%0Ab', /printable/],
    ['%E2%80%AEtxt', /printable/],
    ['x'.repeat(129), /this one has 129/],
    ['%', /cannot be read/],
    ['%E0%A4%A', /cannot be read/],
    ['%ff', /cannot be read/],
  ] as const) {
    it(`with "${segment.slice(0, 20)}" names none, and says why`, () => {
      const found = readRoomPath(`/r/${segment}`);
      assert.ok(found !== undefined && 'wrong' in found);
      assert.match(found.wrong, about);
    });
  }
});

describe('a whole address', () => {
  const base = 'https://relay.example:8443/call/';
  for (const [address, room] of [
    ['https://relay.example:8443/call/r/team', 'team'],
    ['https://relay.example:8443/call/embed/team', 'team'],
    ['https://relay.example:8443/call/r/team/', 'team'],
    ['https://relay.example:8443/call/r/team?ref=a#x', 'team'],
    ['https://RELAY.example:8443/call/r/team', 'team'],
    ['http://relay.example:8443/call/r/team', undefined],
    ['https://relay.example/call/r/team', undefined],
    ['https://relay.example:8443/r/team', undefined],
    ['https://relay.example:8443/call/r/', undefined],
    ['https://relay.example:8443.evil.example/call/r/team', undefined],
    ['https://evil.example/https://relay.example:8443/call/r/team', undefined],
    ['https://relay.example:8443@evil.example/call/r/team', undefined],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['team', undefined],
    ['', undefined],
  ] as const) {
    it(`${address} is ${room === undefined ? 'none of ours' : `the one of ${room}`}`, () =>
      assert.equal(readRoomUrl(address, base), room));
  }
});
