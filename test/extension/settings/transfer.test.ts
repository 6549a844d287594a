/** Settings as a file. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFields } from '../../../extension/browser/settings/fields.ts';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';
import { readSite } from '../../../extension/browser/settings/site-settings.ts';
import { exportText, parseExport } from '../../../extension/browser/settings/transfer.ts';

const A = 'https://a.example/';
const TOKEN = 'head.body.signature';
const SETTINGS = {
  ...readFields({ displayName: 'Ada', theme: 'dark', camera: 'cam-1', relay: A }),
  relays: [{ name: 'A', url: A, token: TOKEN }],
};
const SITES = new Map([['https://x.example', readSite({ collapsed: true, room: 'site', changedAt: 4 })]]);

const file = (content: object) => JSON.stringify({ format: 'stream-room-settings', version: 1, ...content });

describe('a file of settings', () => {
  it('brings back what went into it, but for devices and tokens', () => {
    const text = exportText(SETTINGS, SITES);
    assert.ok(!text.includes(TOKEN) && !text.includes('cam-1'));
    const { change, sites, skipped } = parseExport(text);
    const { camera: _camera, microphone: _microphone, speaker: _speaker, ...rest } = SETTINGS;
    assert.deepEqual(change, { ...rest, relays: [{ name: 'A', url: A }] });
    assert.deepEqual([...sites], [['https://x.example', { collapsed: true, room: 'site' }]]);
    assert.deepEqual(skipped, []);
  });

  it('has tokens where they are asked for', () => {
    const { change } = parseExport(exportText(SETTINGS, SITES, { withTokens: true }));
    assert.deepEqual(change.relays, [{ name: 'A', url: A, token: TOKEN }]);
  });

  it('is used as far as it can be, and says what cannot', () => {
    const { change, sites, skipped } = parseExport(
      file({
        settings: { theme: 'pink', displayName: 'Ada', colour: 1, relays: [{ url: 'nonsense' }, { url: A }] },
        sites: { 'https://x.example': 5, 'chrome://version': {}, 'https://y.example': { collapsed: true, room: 4 } },
      }),
    );
    assert.deepEqual(change, { displayName: 'Ada', relays: [{ name: 'a.example', url: A }] });
    assert.deepEqual([...sites.keys()], ['https://x.example', 'https://y.example']);
    assert.deepEqual(skipped, ['theme', 'colour', 'relays', 'sites']);
  });

  const refused: readonly [name: string, text: string, code: string][] = [
    ['nothing', '', 'not-an-export'],
    ['a picture', '\u0089PNG', 'not-an-export'],
    ['a number', '5', 'not-an-export'],
    ['null', 'null', 'not-an-export'],
    ['another file', '{"name":"x"}', 'not-an-export'],
    ['no version', '{"format":"stream-room-settings"}', 'not-an-export'],
    ['a later version', '{"format":"stream-room-settings","version":2}', 'newer-export'],
    ['too much', file({ x: 'x'.repeat(1_000_001) }), 'not-an-export'],
  ];
  for (const [name, text, code] of refused) {
    it(`that is ${name} is refused: ${code}`, () => {
      assert.throws(
        () => parseExport(text),
        (error) => error instanceof SettingsError && error.code === code,
      );
    });
  }

  it('with nothing in it changes nothing', () => {
    for (const content of [{}, { settings: null, sites: 7 }, { settings: [], sites: [] }]) {
      const { change, sites, skipped } = parseExport(file(content));
      assert.deepEqual([change, sites.size, skipped], [{}, 0, []]);
    }
  });
});
