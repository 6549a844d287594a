/** What people type as a relay's address. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRelayUrl, relayUrl } from '../../../extension/browser/settings/relay-url.ts';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';

describe('a relay’s address', () => {
  const good: readonly [typed: string, kept: string][] = [
    ['https://relay.example.com', 'https://relay.example.com/'],
    ['https://relay.example.com/', 'https://relay.example.com/'],
    ['  https://Relay.Example.com  ', 'https://relay.example.com/'],
    ['relay.example.com', 'https://relay.example.com/'],
    ['relay.example.com:8443', 'https://relay.example.com:8443/'],
    ['https://relay.example.com:443', 'https://relay.example.com/'],
    ['wss://relay.example.com/calls', 'https://relay.example.com/calls/'],
    ['https://relay.example.com/calls//', 'https://relay.example.com/calls/'],
    ['relay.example.com/calls', 'https://relay.example.com/calls/'],
    ['localhost:8080', 'http://localhost:8080/'],
    ['localhost', 'http://localhost/'],
    ['LOCALHOST:8080', 'http://localhost:8080/'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['ws://localhost:8080/', 'http://localhost:8080/'],
    ['wss://localhost:8443/', 'https://localhost:8443/'],
    ['https://bücher.example', 'https://xn--bcher-kva.example/'],
    ['https://192.168.1.5:8443', 'https://192.168.1.5:8443/'],
    ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/'],
  ];
  for (const [typed, kept] of good) {
    it(`"${typed}" is kept as ${kept}`, () => {
      assert.deepEqual(parseRelayUrl(typed), { url: kept });
      assert.deepEqual(parseRelayUrl(kept), { url: kept }, 'and stays the same when it is read again');
    });
  }

  const bad: readonly [typed: unknown, problem: string][] = [
    ['', 'not-an-address'],
    ['   ', 'not-an-address'],
    [undefined, 'not-an-address'],
    [null, 'not-an-address'],
    [42, 'not-an-address'],
    [{ url: 'https://relay.example' }, 'not-an-address'],
    ['hello', 'not-an-address'],
    ['hello there', 'not-an-address'],
    ['my relay.example.com', 'not-an-address'],
    ['https://', 'not-an-address'],
    ['https://relay', 'not-an-address'],
    ['https://relay.example.com:99999', 'not-an-address'],
    ['ftp://relay.example.com', 'not-an-address'],
    ['javascript:alert(1)', 'not-an-address'],
    ['javascript://relay.example/%0aalert(1)', 'not-an-address'],
    ['mailto:ada@example.com', 'not-an-address'],
    ['data:text/html,x', 'not-an-address'],
    ['chrome-extension://abcdefghijklmnopabcdefghijklmnop', 'not-an-address'],
    ['http://relay.example.com', 'insecure-address'],
    ['ws://relay.example.com', 'insecure-address'],
    ['http://192.168.1.5:8080', 'insecure-address'],
    ['http://localhost.evil.example', 'insecure-address'],
    ['https://ada:secret@relay.example.com', 'address-with-credentials'],
    ['https://relay.example.com?room=team', 'address-with-query'],
    ['https://relay.example.com/#room', 'address-with-query'],
    [`https://relay.example.com/${'a'.repeat(300)}`, 'too-long'],
  ];
  for (const [typed, problem] of bad) {
    it(`${JSON.stringify(typed)?.slice(0, 60)} is refused: ${problem}`, () => {
      const parsed = parseRelayUrl(typed);
      assert.ok('problem' in parsed, `taken for ${JSON.stringify(parsed)}`);
      assert.equal(parsed.problem, problem);
    });
  }

  it('is refused to code with the field, what was received and what is allowed', () => {
    assert.throws(
      () => relayUrl('http://relay.example.com', 'relays.0.url'),
      (error) =>
        error instanceof SettingsError &&
        error.code === 'insecure-address' &&
        error.field === 'relays.0.url' &&
        /^relays\.0\.url: "http:\/\/relay\.example\.com" is no relay's address: https:\/\//.test(error.message),
    );
  });

  it('is not repeated where it has a password', () => {
    assert.throws(
      () => relayUrl('https://ada:hunter2@relay.example.com', 'url'),
      (error) => error instanceof SettingsError && !error.message.includes('hunter2'),
    );
  });
});
