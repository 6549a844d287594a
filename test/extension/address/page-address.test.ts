/** Which addresses are one page to the people who see it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isSecurePage, isWebPage, pageAddress, siteAddress } from '../../../extension/browser/address/page-address.ts';

describe('the address of a page', () => {
  for (const [address, page] of [
    ['https://Example.com:443/a/?b=2&a=1&utm_source=x#top', 'example.com/a?a=1&b=2'],
    ['http://example.com/a?a=1&b=2', 'example.com/a?a=1&b=2'],
    ['https://example.com', 'example.com'],
    ['https://example.com/', 'example.com'],
    ['https://example.com./', 'example.com'],
    ['https://me:secret@example.com/x', 'example.com/x'],
    ['https://example.com:8443/x', 'example.com:8443/x'],
    ['http://example.com:80/x', 'example.com/x'],
    ['https://example.com/?fbclid=1&gclid=2&q=cats', 'example.com?q=cats'],
    ['https://example.com/?q=b&q=a', 'example.com?q=a&q=b'],
    ['https://example.com/%7euser/%c3%a4', 'example.com/~user/%C3%A4'],
    ['https://müller.example/x', 'xn--mller-kva.example/x'],
    ['https://example.com/a//', 'example.com/a'],
    ['https://example.com/utm_source', 'example.com/utm_source'],
  ] as const) {
    it(`of ${address} is ${page}`, () => assert.equal(pageAddress(address), page));
  }

  it('is no other for an address that was read once', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
        const page = pageAddress(address);
        assert.equal(pageAddress(`https://${page}`), page);
        assert.equal(pageAddress(`${address.split('#')[0]}#elsewhere`), page);
      }),
    );
  });

  it('keeps apart what people see as different', () => {
    const pages = ['/a', '/A', '/a/b', '/a?x=1', '/a?x=2', '/a?x=1&y=1'].map((path) =>
      pageAddress(`https://example.com${path}`),
    );
    assert.equal(new Set(pages).size, pages.length);
  });
});

it('the site is the host, whatever the page', () => {
  assert.equal(siteAddress('https://Example.com/a/b?c#d'), 'example.com');
  assert.equal(siteAddress('http://localhost:8080/'), 'localhost:8080');
});

it('what is no web page has no address, and says so', () => {
  for (const address of ['chrome://version', 'about:blank', 'file:///etc/passwd', 'javascript:1', 'example.com', '']) {
    assert.equal(isWebPage(address), false, address);
    assert.throws(() => pageAddress(address), /is no http or https page/);
    assert.throws(() => siteAddress(address), /is no http or https page/);
  }
  assert.equal(isWebPage(undefined), false);
});

describe('a page that browsers take for secure', () => {
  for (const [address, isSecure] of [
    ['https://example.com/', true],
    ['http://localhost:8080/x', true],
    ['http://app.localhost/', true],
    ['http://127.0.0.1:3000/', true],
    ['http://[::1]:3000/', true],
    ['http://example.com/', false],
    ['http://127.example.com/', false],
    ['http://notlocalhost/', false],
  ] as const) {
    it(`is ${address}: ${isSecure}`, () => assert.equal(isSecurePage(address), isSecure));
  }
});
