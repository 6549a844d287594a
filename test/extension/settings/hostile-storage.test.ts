/** Whatever anybody may have written into the storage: settings are read, and what is read may be written again. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { FIELD_NAMES } from '../../../extension/browser/settings/fields.ts';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';
import { SettingsStore } from '../../../extension/browser/settings/settings-store.ts';
import { exportText, parseExport } from '../../../extension/browser/settings/transfer.ts';
import { createMemoryStorage } from './memory-storage.ts';

const A = 'https://a.example/';

/** Keys that mean something, with values that may nearly be right. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    'auto',
    'dark',
    '720p',
    A,
    'http://far.example',
    [{ url: A }],
    [{ url: A, name: '\u202e' }, { url: A }],
  ),
  fc.record({ x: fc.double(), y: fc.double() }),
  fc.array(fc.record({ name: fc.string(), url: fc.oneof(fc.webUrl(), fc.string()), token: fc.string() }), {
    maxLength: 15,
  }),
);
const key = fc.constantFrom(
  ...FIELD_NAMES,
  'relays',
  'tokens',
  'site:https://a.example',
  'site:x',
  'site:',
  'other',
  '__proto__',
);
const items = fc.dictionary(key, value, { noNullPrototype: true });

it('is read without an error, and everything that was read can be saved as it is', async () => {
  await fc.assert(
    fc.asyncProperty(items, items, items, async (local, sync, session) => {
      const storage = createMemoryStorage();
      Object.assign(storage.items.local, local);
      Object.assign(storage.items.sync, sync);
      Object.assign(storage.items.session, session);
      const store = new SettingsStore(storage);
      const settings = await store.read();
      await store.change(settings);
      assert.deepEqual(await store.read(), settings);
      await store.site(A);
      const sites = await store.sites();
      const { change, skipped } = parseExport(exportText(settings, sites, { withTokens: true }));
      assert.deepEqual(skipped, []);
      assert.deepEqual(change.relays, settings.relays);
    }),
    { numRuns: 300 },
  );
});

it('any file is taken as far as it goes, or refused with a reason', () => {
  const file = fc.record(
    { format: fc.constant('stream-room-settings'), version: fc.constantFrom(1, 2, '1'), settings: items, sites: items },
    { requiredKeys: ['format'] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        file.map((content) => JSON.stringify(content)),
        fc.json(),
      ),
      (text) => {
        try {
          parseExport(text);
        } catch (error) {
          assert.ok(error instanceof SettingsError, String(error));
        }
      },
    ),
    { numRuns: 500 },
  );
});
