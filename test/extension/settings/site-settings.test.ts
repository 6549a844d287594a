/** What is remembered for a site. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';
import {
  changedSite,
  NEW_SITE,
  readSite,
  type SiteChange,
  siteOrigin,
  surplusSites,
} from '../../../extension/browser/settings/site-settings.ts';

const GOOD = {
  position: { x: 0.25, y: 1 },
  size: { width: 360, height: 300 },
  collapsed: true,
  room: { named: 'team' },
  relay: 'https://relay.example/',
  changedAt: 17,
} as const;

describe('a site in the storage', () => {
  it('is as it was saved', () => assert.deepEqual(readSite(GOOD), GOOD));

  const rubbish: readonly [field: string, values: readonly unknown[]][] = [
    [
      'position',
      [null, 5, 'x', [], {}, { x: 1 }, { x: -0.1, y: 0 }, { x: 0, y: 1.1 }, { x: Number.NaN, y: 0 }, { x: '0', y: 0 }],
    ],
    [
      'size',
      [
        null,
        5,
        {},
        { width: 10, height: 300 },
        { width: 360, height: 1e9 },
        { width: Number.POSITIVE_INFINITY, height: 300 },
      ],
    ],
    ['collapsed', [null, 0, 'true', {}]],
    [
      'room',
      [
        null,
        '',
        'planet',
        {},
        { named: '' },
        { named: '  ' },
        { named: 7 },
        { named: 'x'.repeat(129) },
        { named: '~derived' },
        { named: 'a\nb' },
        { named: 'a\u202eb' },
      ],
    ],
    ['relay', [null, '', 7, 'nonsense', 'http://far.example', 'javascript:alert(1)']],
    ['changedAt', [null, -1, 'x', Number.NaN, 1e300]],
  ];
  for (const [field, values] of rubbish) {
    it(`with a bad ${field} has all the rest`, () => {
      const fallback: Record<string, unknown> = { ...NEW_SITE, changedAt: 0 };
      const { [field]: _bad, ...rest }: Record<string, unknown> = GOOD;
      const expected = field in fallback ? { ...rest, [field]: fallback[field] } : rest;
      for (const value of values)
        assert.deepEqual(readSite({ ...GOOD, [field]: value }), expected, JSON.stringify(value));
    });
  }

  it('that is no object is a new one', () => {
    for (const raw of [undefined, null, 5, 'x', [], true])
      assert.deepEqual(readSite(raw), { ...NEW_SITE, changedAt: 0 });
  });
});

describe('a change of a site', () => {
  it('adds, replaces and takes back', () => {
    const first = changedSite(NEW_SITE, { size: { width: 400.4, height: 300 }, room: 'site' }, 5);
    assert.deepEqual(first, { collapsed: false, size: { width: 400, height: 300 }, room: 'site', changedAt: 5 });
    const second = changedSite(first, { room: undefined, collapsed: true }, 6);
    assert.deepEqual(second, { collapsed: true, size: { width: 400, height: 300 }, changedAt: 6 });
  });

  const refused: readonly [change: unknown, code: string, field: string][] = [
    [{ position: { x: 2, y: 0 } }, 'bad-value', 'position'],
    [{ size: { width: 1, height: 1 } }, 'bad-value', 'size'],
    [{ collapsed: 'yes' }, 'bad-value', 'collapsed'],
    [{ room: { named: '' } }, 'bad-value', 'room'],
    [{ relay: 'http://far.example' }, 'insecure-address', 'relay'],
    [{ colour: 'red' }, 'unknown-setting', 'colour'],
    [{ changedAt: 5 }, 'unknown-setting', 'changedAt'],
    [{ toString: 5 }, 'unknown-setting', 'toString'],
  ];
  for (const [change, code, field] of refused) {
    it(`to ${JSON.stringify(change)} is refused: ${code}`, () => {
      assert.throws(
        () => changedSite(NEW_SITE, change as SiteChange, 0),
        (error) => error instanceof SettingsError && error.code === code && error.field === field,
      );
    });
  }
});

it('an address belongs to its origin, if it is one of the web', () => {
  assert.equal(siteOrigin('https://Example.com:443/a?b#c'), 'https://example.com');
  assert.equal(siteOrigin('http://localhost:8080'), 'http://localhost:8080');
  for (const address of [
    '',
    'x',
    'file:///etc/passwd',
    'chrome://version',
    'about:blank',
    'data:,x',
    null,
    undefined,
    5,
  ]) {
    assert.throws(
      () => siteOrigin(address),
      (error) => error instanceof SettingsError && error.code === 'not-a-site',
    );
  }
});

it('the sites that go are those that were changed longest ago', () => {
  const sites = new Map([3, 1, 2, 5, 4].map((changedAt) => [`https://s${changedAt}.example`, readSite({ changedAt })]));
  assert.deepEqual(surplusSites(sites, 3), ['https://s1.example', 'https://s2.example']);
  assert.deepEqual(surplusSites(sites, 5), []);
});
