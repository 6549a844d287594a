import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RelayAddresses, socketAddress } from '../../../component/call/relay-address.ts';
import { CallError } from '../../../component/support/errors.ts';

describe('the relay address', () => {
  const accepted: readonly [relay: string, page: string | undefined, socket: string][] = [
    ['https://relay.example.com', 'https:', 'wss://relay.example.com/socket'],
    ['https://relay.example.com/', 'https:', 'wss://relay.example.com/socket'],
    ['wss://relay.example.com:8443', 'https:', 'wss://relay.example.com:8443/socket'],
    ['https://example.com/calls', 'https:', 'wss://example.com/calls/socket'],
    ['https://example.com/calls/', 'https:', 'wss://example.com/calls/socket'],
    ['http://localhost:3000', 'https:', 'ws://localhost:3000/socket'],
    ['ws://127.0.0.1:3000/', 'https:', 'ws://127.0.0.1:3000/socket'],
    ['http://[::1]:3000', 'https:', 'ws://[::1]:3000/socket'],
    ['http://relay.localhost:3000', 'https:', 'ws://relay.localhost:3000/socket'],
    ['http://192.168.1.4:3000', 'http:', 'ws://192.168.1.4:3000/socket'],
    ['HTTPS://Relay.Example.COM/', undefined, 'wss://relay.example.com/socket'],
    ['http://localhost:3000', undefined, 'ws://localhost:3000/socket'],
  ];
  for (const [relay, page, socket] of accepted) {
    it(`${relay} on ${page ?? 'no'} page is ${socket}`, () => assert.equal(socketAddress(relay, page), socket));
  }

  const refused: readonly [relay: string, page: string | undefined, says: RegExp][] = [
    ['', 'https:', /"" is no usable relay address.*whole address/],
    ['relay.example.com', 'https:', /whole address/],
    ['/relay', 'https:', /whole address/],
    ['ftp://relay.example.com', 'https:', /starts with https/],
    ['javascript:alert(1)', 'https:', /starts with https/],
    ['http://relay.example.com', 'https:', /Use https/],
    ['ws://192.168.1.4', 'https:', /Use https/],
    ['http://localhost.example.com', 'https:', /Use https/],
    ['http://relay.example.com', 'chrome-extension:', /Use https/],
    ['http://relay.example.com', undefined, /Use https/],
    ['https://relay.example.com/?token=1', 'https:', /no "\?"/],
    ['https://relay.example.com/#x', 'https:', /no "\?"/],
  ];
  for (const [relay, page, says] of refused) {
    it(`"${relay}" on ${page ?? 'no'} page is refused with what was received and what is allowed`, () => {
      assert.throws(
        () => socketAddress(relay, page),
        (error) => error instanceof CallError && error.code === 'bad-relay' && says.test(error.message),
      );
    });
  }

  it('credentials are refused and not repeated', () => {
    assert.throws(
      () => socketAddress('https://me:hunter2@relay.example.com', 'https:'),
      (error) => error instanceof CallError && /no user name/.test(error.message) && !error.message.includes('hunter2'),
    );
  });

  it('a very long address is cut in the error', () => {
    assert.throws(
      () => socketAddress('x'.repeat(10_000), 'https:'),
      (error) => error instanceof CallError && error.message.length < 300,
    );
  });
});

describe('several relays', () => {
  const relays = (random: number) =>
    new RelayAddresses(' https://a.example  wss://b.example/x\nhttps://c.example ', 'https:', random);

  it('start anywhere, and come round', () => {
    assert.equal(relays(0).current, 'wss://a.example/socket');
    assert.equal(relays(0.5).current, 'wss://b.example/x/socket');
    assert.equal(relays(1).current, 'wss://c.example/socket');
    const some = relays(0.9);
    assert.deepEqual(
      [some.next(), some.next(), some.current],
      ['wss://a.example/socket', 'wss://b.example/x/socket', 'wss://b.example/x/socket'],
    );
    assert.equal(some.count, 3);
  });

  it('one alone is its own next, and each has to be usable', () => {
    const one = new RelayAddresses('https://a.example', 'https:', 0.7);
    assert.equal(one.next(), 'wss://a.example/socket');
    assert.throws(() => new RelayAddresses('https://a.example nonsense', 'https:', 0), /nonsense/);
    assert.throws(() => new RelayAddresses('', 'https:', 0), CallError);
  });
});
