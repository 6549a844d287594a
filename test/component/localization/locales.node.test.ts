import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { msg } from '@lit/localize';
import { chooseLocale, useLanguage } from '../../../component/localization/locales.ts';

describe('the language of the interface', () => {
  const table: readonly (readonly [string, readonly string[], string])[] = [
    ['', [], 'en'],
    ['en-GB', [], 'en'],
    ['de', [], 'en'],
    ['de', ['de'], 'de'],
    ['de-AT', ['de'], 'de'],
    ['pt-br', ['pt', 'pt-BR'], 'pt-BR'],
    ['zh-Hant-TW', ['zh', 'zh-Hant'], 'zh-Hant'],
    ['not a tag', ['de'], 'en'],
  ];
  for (const [wanted, available, chosen] of table) {
    it(`of "${wanted}" among [${available}] is ${chosen}`, () => assert.equal(chooseLocale(wanted, available), chosen));
  }
  it('stays English where there is no translation', async () => {
    await useLanguage('xx');
    assert.equal(msg('Join the call'), 'Join the call');
  });
});
