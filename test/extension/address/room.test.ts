/** Which people meet: those on the same page, under whatever address they came to it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isWebPage, pageAddress, siteAddress } from '../../../extension/browser/address/page-address.ts';
import { roomName } from '../../../extension/browser/address/room.ts';
import { readRoomLink, roomLinkPatterns } from '../../../extension/browser/address/room-link.ts';

const RELAY = 'https://relay.example/calls/';

describe('a page’s address', () => {
  const same: readonly [string, string][] = [
    ['https://example.com/a#part', 'example.com/a'],
    ['http://EXAMPLE.com:80/a/', 'example.com/a'],
    ['https://example.com:443/?b=2&a=1', 'example.com?a=1&b=2'],
    ['https://example.com/a?utm_source=x&gclid=y&fbclid=z&q=1', 'example.com/a?q=1'],
    ['https://user:word@example.com:8443/%7eme/%e2%82%ac', 'example.com:8443/~me/%E2%82%AC'],
    ['https://example.com./a?q=2&q=1', 'example.com/a?q=1&q=2'],
  ];
  for (const [address, expected] of same) it(address, () => assert.equal(pageAddress(address), expected));

  it('is none where there is no web page', () => {
    for (const address of ['chrome://version', 'file:///a', 'no address', '']) {
      assert.equal(isWebPage(address), false);
      assert.throws(() => pageAddress(address), TypeError);
    }
    assert.equal(siteAddress('http://localhost:8080/x'), 'localhost:8080');
  });
});

describe('a room', () => {
  it('is that of page or site on one relay, or the name itself', async () => {
    const place = { address: 'https://example.com/a?utm_medium=x', relay: RELAY } as const;
    const page = await roomName({ ...place, choice: 'page' });
    assert.match(page, /^page-[\w-]{20}$/);
    assert.equal(await roomName({ ...place, address: 'http://example.com/a/', choice: 'page' }), page);
    assert.notEqual(await roomName({ ...place, address: 'https://example.com/b', choice: 'page' }), page);
    assert.notEqual(await roomName({ ...place, relay: 'https://other.example/', choice: 'page' }), page);
    assert.match(await roomName({ ...place, choice: 'site' }), /^site-/);
    assert.equal(await roomName({ ...place, choice: { named: 'team' } }), 'team');
  });

  it('is read from a link to the relay, and from no other', () => {
    assert.deepEqual(readRoomLink('https://relay.example/calls/r/our%20team?x', [RELAY]), {
      relay: RELAY,
      room: 'our team',
    });
    for (const link of ['https://relay.example/r/a', 'https://evil.example/calls/r/a', `${RELAY}r/`, `${RELAY}r/a/b`]) {
      assert.equal(readRoomLink(link, [RELAY]), undefined, link);
    }
    assert.deepEqual(roomLinkPatterns(['http://localhost:8080/'], false), ['http://localhost/r/*']);
    assert.deepEqual(roomLinkPatterns(['http://localhost:8080/'], true), ['http://localhost:8080/r/*']);
  });
});
