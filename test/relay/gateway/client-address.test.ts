/** Who is at the other end, through proxies that are trusted and through no others. */
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { addressKey, createClientReader } from '../../../relay/gateway/client-address.ts';

interface From {
  readonly remote?: string;
  readonly local?: string;
  readonly tls?: boolean;
  readonly headers?: Record<string, string>;
}

const request = ({ remote = '203.0.113.9', local = '192.0.2.1', tls = false, headers = {} }: From) =>
  ({
    headers: { host: 'relay.example', ...headers },
    socket: { remoteAddress: remote, localAddress: local, ...(tls ? { encrypted: true } : {}) },
  }) as unknown as IncomingMessage;

const read = (trustProxy: readonly string[], from: From) => createClientReader(trustProxy).read(request(from));

describe('the address of a client', () => {
  const forwarded = (value: string): From => ({ remote: '10.0.0.1', headers: { 'x-forwarded-for': value } });
  const table: readonly [name: string, trusted: readonly string[], from: From, address: string][] = [
    ['is the socket’s', [], {}, '203.0.113.9'],
    ['is the socket’s, whatever the headers say', [], forwarded('198.51.100.7'), '10.0.0.1'],
    ['is what a trusted proxy says', ['10.0.0.1'], forwarded('198.51.100.7'), '198.51.100.7'],
    ['is what a proxy of a trusted subnet says', ['10.0.0.0/8'], forwarded('198.51.100.7'), '198.51.100.7'],
    [
      'is the nearest that is not trusted',
      ['10.0.0.0/8'],
      forwarded('1.2.3.4, 198.51.100.7, 10.9.9.9'),
      '198.51.100.7',
    ],
    ['is the proxy’s where it says nothing', ['10.0.0.1'], { remote: '10.0.0.1' }, '10.0.0.1'],
    ['is the proxy’s where it says no address', ['10.0.0.1'], forwarded('unknown'), '10.0.0.1'],
    ['is the proxy’s where it says nonsense', ['10.0.0.1'], forwarded('1.2.3.4, '), '10.0.0.1'],
    ['is read without a port', ['10.0.0.1'], forwarded('198.51.100.7:4711'), '198.51.100.7'],
    ['is read without brackets and port', ['10.0.0.1'], forwarded('[2001:db8::1]:4711'), '2001:db8::1'],
    ['is IPv4 where IPv6 carries it', [], { remote: '::ffff:203.0.113.9' }, '203.0.113.9'],
    ['is IPv4 where IPv6 carries it in groups', [], { remote: '::ffff:cb00:7109' }, '203.0.113.9'],
    [
      'comes through a proxy whose own address IPv6 carries',
      ['10.0.0.0/8'],
      { ...forwarded('198.51.100.7'), remote: '::ffff:10.0.0.1' },
      '198.51.100.7',
    ],
    ['comes through an IPv6 proxy', ['fd00::/8'], { ...forwarded('198.51.100.7'), remote: 'fd00::5' }, '198.51.100.7'],
    ['has no zone', [], { remote: 'fe80::1%eth0' }, 'fe80::1'],
    [
      'of a hundred hops is not followed to its end',
      ['10.0.0.0/8'],
      forwarded('1.2.3.4,'.concat(Array(99).fill('10.0.0.2').join())),
      '10.0.0.2',
    ],
  ];
  for (const [name, trusted, from, address] of table) {
    it(name, () => assert.equal(read(trusted, from).address, address));
  }

  it('counts an IPv6 network of one household as one', () => {
    assert.equal(addressKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(addressKey('2001:db8:1:2::'), addressKey('2001:DB8:1:2:ffff::1'));
    assert.notEqual(addressKey('2001:db8:1:3::1'), addressKey('2001:db8:1:2::1'));
    assert.equal(addressKey('::1'), '0:0:0:0::/64');
    assert.equal(addressKey('::ffff:203.0.113.9'), '203.0.113.9');
    assert.equal(addressKey('203.0.113.9'), '203.0.113.9');
    assert.equal(addressKey(''), 'unknown');
  });

  it('is of this machine or not', () => {
    for (const remote of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1']) {
      assert.equal(read([], { remote }).isLocal, true, remote);
    }
    assert.equal(read([], { remote: '203.0.113.9' }).isLocal, false);
    const outside = { remote: '127.0.0.1', headers: { 'x-forwarded-for': '203.0.113.9' } };
    assert.equal(read(['127.0.0.1'], outside).isLocal, false);
  });
});

describe('the relay’s own origin', () => {
  const table: readonly [name: string, trusted: readonly string[], from: From, origin: string | undefined][] = [
    ['is scheme and host of the request', [], {}, 'http://relay.example'],
    ['is https over TLS', [], { tls: true }, 'https://relay.example'],
    ['has the port', [], { headers: { host: 'relay.example:8080' } }, 'http://relay.example:8080'],
    ['has no default port', [], { headers: { host: 'relay.example:80' } }, 'http://relay.example'],
    [
      'does not believe headers of just anybody',
      [],
      { headers: { 'x-forwarded-host': 'evil.example' } },
      'http://relay.example',
    ],
    [
      'is what a trusted proxy says',
      ['203.0.113.9'],
      { headers: { 'x-forwarded-host': 'call.example', 'x-forwarded-proto': 'https' } },
      'https://call.example',
    ],
    [
      'is the host that a trusted proxy passes on',
      ['203.0.113.9'],
      { headers: { 'x-forwarded-proto': 'https' } },
      'https://relay.example',
    ],
    ['is unknown where the host is nonsense', [], { headers: { host: 'a/b@c' } }, undefined],
    [
      'is unknown where the scheme is nonsense',
      ['203.0.113.9'],
      { headers: { 'x-forwarded-proto': 'gopher' } },
      undefined,
    ],
    [
      'over loopback is one of its names',
      [],
      { local: '127.0.0.1', headers: { host: 'localhost:8080' } },
      'http://localhost:8080',
    ],
    [
      'over loopback is one of its addresses',
      [],
      { local: '::1', headers: { host: '[::1]:8080' } },
      'http://[::1]:8080',
    ],
    [
      'over loopback is no name that somebody pointed at it',
      [],
      { local: '127.0.0.1', headers: { host: 'rebound.example:8080' } },
      undefined,
    ],
  ];
  for (const [name, trusted, from, origin] of table) {
    it(name, () => assert.equal(read(trusted, from).ownOrigin, origin));
  }
});

it('counts TCP connections of everybody but trusted proxies', () => {
  const { peerOf } = createClientReader(['10.0.0.0/8']);
  assert.equal(peerOf(request({}).socket), '203.0.113.9');
  assert.equal(peerOf(request({ remote: '10.1.1.1' }).socket), undefined);
});

it('says which entry is no proxy', () => {
  assert.throws(() => createClientReader(['proxy.example']), /"proxy\.example" was given/);
});
