/** Where the relay's own sentences and events go, and what never stands in them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog, cutAddress, type LogEvents, warnings } from '../../relay/log.ts';
import { ProtocolClient } from '../support/protocol-client.ts';
import { startRelay } from '../support/relay.ts';

function keep(level: 'debug' | 'info' | 'warn', isHuman = false) {
  const lines: string[] = [];
  return { lines, log: createLog({ level, isHuman, write: (line) => lines.push(line) }) };
}

it('a relay inside another program prints problems to standard error, and nothing else', (t) => {
  const error = t.mock.method(console, 'error', () => {});
  warnings('info', 'all is well');
  assert.equal(error.mock.callCount(), 0);
  warnings('warn', 'this costs');
  warnings('error', 'this failed:', 'a cause');
  assert.deepEqual(
    error.mock.calls.map((call) => call.arguments),
    [['stream-room-relay: this costs'], ['stream-room-relay: this failed:', 'a cause']],
  );
});

describe('the command’s log', () => {
  it('is one JSON object a line, of the wanted weight', () => {
    const { lines, log } = keep('warn');
    log('info', 'all is well');
    log.event?.('handshake-refused', { reason: 'relay-full', address: '192.0.2.7' });
    log('warn', 'this costs');
    assert.equal(lines.length, 1);
    const { time, ...rest } = JSON.parse(lines[0] ?? '') as Record<string, string>;
    assert.deepEqual(rest, { level: 'warn', msg: 'this costs' });
    assert.ok(Math.abs(Date.parse(time ?? '') - Date.now()) < 60_000);
  });

  it('is for people on a terminal', () => {
    const { lines, log } = keep('info', true);
    log('warn', 'this costs');
    log.event?.('handshake-refused', { reason: 'relay-full', address: '192.0.2.7' });
    assert.match(lines[0] ?? '', /^\d\d:\d\d:\d\d WARN this costs\n$/);
    assert.match(lines[1] ?? '', /^\d\d:\d\d:\d\d handshake-refused reason=relay-full address=192\.0\.2\.0\/24\n$/);
  });

  it('has rooms as hashes that only this log can compare', () => {
    const [one, other] = [keep('debug'), keep('debug')];
    const joined = { room: 'staff', participant: 'p', resumed: false };
    one.log.event?.('joined', joined);
    one.log.event?.('joined', joined);
    other.log.event?.('joined', joined);
    const rooms = [...one.lines, ...other.lines].map((line) => (JSON.parse(line) as { room: string }).room);
    assert.match(rooms[0] ?? '', /^[\w-]{12}$/);
    assert.equal(rooms[0], rooms[1]);
    assert.notEqual(rooms[0], rooms[2]);
  });

  it('leaves out every field that is not on its list, and every value that is no word of ours', () => {
    const { lines, log } = keep('debug');
    const fields = { reason: 'a sentence <b>of somebody</b>', address: 'evil', token: 'eyJ', name: 'Ada' };
    log.event?.('handshake-refused', fields as LogEvents['handshake-refused']);
    const { level: _level, time: _time, ...rest } = JSON.parse(lines[0] ?? '') as Record<string, string>;
    assert.deepEqual(rest, { event: 'handshake-refused', reason: 'odd', address: 'unknown' });
  });

  it('says kind, code and place of an error, not its message: that may repeat what was received', () => {
    const { lines, log } = keep('info');
    for (const text of ['{"secret":"hunter2"', 'hunter2']) {
      try {
        JSON.parse(text);
      } catch (error) {
        log('error', 'this failed:', error);
      }
    }
    log('error', 'this failed:', new Error('first line hunter2\n    at second line hunter2'));
    log('error', 'this failed:', 'hunter2');
    const refused = Object.assign(new Error('hunter2'), { code: 'ECONNREFUSED', syscall: 'connect', port: 6379 });
    log('error', 'this failed:', refused);
    assert.equal(lines.length, 5);
    for (const line of lines) assert.doesNotMatch(line, /hunter2/);
    assert.match(lines[0] ?? '', /"cause":"SyntaxError\\n {4}at /);
    assert.match(lines[4] ?? '', /"cause":"Error connect ECONNREFUSED port 6379\\n/);
  });
});

describe('an address loses what tells one household from another', () => {
  for (const [address, cut] of [
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:0001::6', '2001:db8:1:0::/64'],
    ['2001:db8:1:2::/64', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['nonsense', 'unknown'],
    ['', 'unknown'],
  ] as const) {
    it(`${address || 'none'} → ${cut}`, () => assert.equal(cutAddress(address), cut));
  }
});

it('a whole call leaves nothing in it that somebody said, is called, or keeps secret', async (t) => {
  const { lines, log } = keep('debug');
  const relay = await startRelay(t, { log });
  const room = 'room-canary';
  const { client } = await ProtocolClient.join(relay.socketUrl, {
    room,
    name: 'name-canary',
    secret: 'canary'.padEnd(43, 'x'),
  });
  await client.request({ type: 'chat', messageId: 'message-canary-xyz', text: 'text-canary' });
  client.close();
  await client.untilClosed();
  await relay.close();
  const text = lines.join('');
  assert.match(text, /"event":"connection-opened","address":"(127\.0\.0\.0\/24|0:0:0:0::\/64)"/);
  assert.match(text, /"event":"joined","room":"[\w-]{12}","participant":"[\w-]{22}","resumed":false/);
  assert.match(text, /"event":"connection-closed","address":"[^"]+","code":\d+/);
  assert.doesNotMatch(text, /canary/);
});
