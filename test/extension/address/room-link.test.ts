/** Links to rooms, as they stand in pages. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRoomLink, roomLinkPatterns } from '../../../extension/browser/address/room-link.ts';

const RELAYS = ['https://relay.example/', 'http://localhost:8080/call/'];

describe('a link', () => {
  for (const [link, room] of [
    ['https://relay.example/r/team', { relay: RELAYS[0], room: 'team' }],
    ['https://relay.example/r/R%C3%A4ume%20%26%20T%C3%BCren/?ref=1', { relay: RELAYS[0], room: 'Räume & Türen' }],
    ['http://localhost:8080/call/r/a%2Fb', { relay: RELAYS[1], room: 'a/b' }],
    ['http://localhost:8080/r/team', undefined],
    ['http://relay.example/r/team', undefined],
    ['https://relay.example.evil.example/r/team', undefined],
    ['https://relay.example/r/', undefined],
    ['https://relay.example/r/%', undefined],
    ['https://relay.example/r/a%00b', undefined],
    ['https://relay.example/r/a/b', undefined],
    [`https://relay.example/r/${'x'.repeat(129)}`, undefined],
    ['https://relay.example/embed/team', undefined],
    ['javascript:alert(1)', undefined],
    ['no address', undefined],
    [undefined, undefined],
  ] as const) {
    it(`${link?.slice(0, 60)} leads ${room ? `into ${room.room}` : 'nowhere'}`, () =>
      assert.deepEqual(readRoomLink(link, RELAYS), room));
  }
});

it('menus look for them by patterns, with ports where the browser knows them', () => {
  assert.deepEqual(roomLinkPatterns([...RELAYS, ...RELAYS], true), [
    'https://relay.example/r/*',
    'http://localhost:8080/call/r/*',
  ]);
  assert.deepEqual(roomLinkPatterns(RELAYS, false), ['https://relay.example/r/*', 'http://localhost/call/r/*']);
});
