import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitLinks } from '../../../component/ui/links.ts';

const table: readonly (readonly [string, readonly string[]])[] = [
  ['no link at all', []],
  ['https://example.org', ['https://example.org/']],
  ['See http://example.org/a?b=1#c.', ['http://example.org/a?b=1#c']],
  ['(https://example.org/x)', ['https://example.org/x']],
  ['https://en.wikipedia.org/wiki/Call_(band), they say', ['https://en.wikipedia.org/wiki/Call_(band)']],
  ['HTTPS://EXAMPLE.org!', ['https://example.org/']],
  ['two https://a.example and https://b.example', ['https://a.example/', 'https://b.example/']],
  ['javascript:alert(1) data:text/html,x ftp://a.example', []],
  ['https://', []],
  ['https://bank.example@evil.example/', []],
  ['<a href="https://a.example">', ['https://a.example/']],
  ['https://مثال.example/ok', ['https://xn--mgbh0fb.example/ok']],
];

describe('splitLinks', () => {
  for (const [text, addresses] of table) {
    it(`finds ${addresses.length} in "${text}"`, () => {
      const parts = splitLinks(text);
      assert.deepEqual(
        parts.flatMap(({ href }) => href ?? []),
        addresses,
      );
      assert.equal(parts.map((part) => part.text).join(''), text, 'and loses no character');
    });
  }
});
