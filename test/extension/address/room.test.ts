/** In which room people of a page meet. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { relayName, roomName } from '../../../extension/browser/address/room.ts';

const relay = 'https://relay.example/';
const address = 'https://example.com/a?b=1';

it('one page is one room, under whatever address people came', async () => {
  const room = await roomName({ choice: 'page', address, relay });
  assert.match(room, /^page-[\w-]{20}$/);
  assert.equal(await roomName({ choice: 'page', address: 'http://EXAMPLE.com/a/?utm_medium=x&b=1#c', relay }), room);
  assert.equal(
    await roomName({ choice: 'page', address, relay: 'wss://relay.example' }),
    room,
    'http and ws are one relay',
  );
});

it('pages, sites and relays have rooms of their own', async () => {
  const rooms = await Promise.all([
    roomName({ choice: 'page', address, relay }),
    roomName({ choice: 'page', address: 'https://example.com/', relay }),
    roomName({ choice: 'site', address, relay }),
    roomName({ choice: 'page', address, relay: 'https://relay.example/call' }),
    roomName({ choice: 'page', address, relay: 'https://other.example' }),
  ]);
  assert.equal(new Set(rooms).size, rooms.length);
  assert.equal(await roomName({ choice: 'site', address: 'https://example.com/other', relay }), rooms[2]);
});

it('a room that was named is called that, for everybody else too', async () => {
  assert.equal(await roomName({ choice: { named: 'Team' }, address, relay }), 'Team');
});

it('a relay is its host, port and path', () => {
  assert.equal(relayName('https://relay.example/'), 'relay.example');
  assert.equal(relayName('ws://localhost:8080/call/'), 'localhost:8080/call');
});
