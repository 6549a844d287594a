/** Welcome and options page in Chromium in every language, narrow and wide, light and dark, from right to left. */
import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { LANGUAGE_NAMES, LANGUAGES } from '../../extension/browser/languages.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import { complaints, dress, emptyStorage, judge, openOwnPage, overflow, store } from '../support/extension/own-page.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';

const RELAYS = [
  {
    name: 'a.very.long.name.of.a.relay.that.somebody.runs.example.com',
    url: 'https://a.very.long.name.of.a.relay.that.somebody.runs.example.com/with/a/path/',
  },
  { name: 'Team', url: 'https://relay.example/' },
];
const SITES = {
  'site:https://a-site-with-quite-a-long-name.of-somebody.example:8443': {
    room: { named: 'a room with quite a long name' },
    relay: RELAYS[1]?.url,
    collapsed: true,
    changedAt: 2,
  },
  'site:https://example.com': { room: 'site', changedAt: 1 },
};

describe('the extension’s pages', () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  let page: Page;
  before(async () => {
    chromium = await ExtensionChromium.open(teardown);
  });
  afterEach(async () => {
    await emptyStorage(page);
    await page.close();
    assert.deepEqual(complaints.splice(0), []);
  });
  const settle = () => page.waitForFunction(() => document.querySelector('.shortcuts kbd'));

  for (const language of LANGUAGES) {
    it(`fit into 320 pixels in ${LANGUAGE_NAMES[language]}`, async () => {
      page = await openOwnPage(chromium.browser, 'welcome.html', { width: 320 });
      await store(page, 'sync', { language, relays: RELAYS });
      await store(page, 'local', SITES);
      for (const name of ['welcome', 'options']) {
        await page.goto(page.url().replace(/\w+\.html/, `${name}.html`));
        await page.waitForSelector(`html[data-ready][lang=${language}]`);
        await settle();
        await judge(page, `narrow-${name}-${language}`);
      }
    });
  }

  for (const name of ['welcome', 'options']) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`${name}.html, wide and ${scheme}, is for everybody`, async () => {
        page = await openOwnPage(chromium.browser, `${name}.html`, { width: 1440, scheme });
        await store(page, 'sync', { relays: RELAYS });
        await store(page, 'local', SITES);
        await settle();
        await judge(page, `wide-${name}-${scheme}`);
        await page.click(name === 'welcome' ? '[data-action=change-relay]' : '[data-action=edit-relay]');
        await judge(page, `wide-${name}-form-${scheme}`);
      });
    }

    it(`${name}.html can be turned from right to left`, async () => {
      page = await openOwnPage(chromium.browser, `${name}.html`);
      await store(page, 'sync', { relays: RELAYS });
      await settle();
      for (const width of [320, 700, 1100]) {
        await dress(page, { width });
        await page.evaluate(() => {
          document.documentElement.dir = 'rtl';
        });
        assert.equal(await overflow(page), '');
      }
      const [head, body] = await page.evaluate(() =>
        ['.step-mark, .section-head', '.step-body, .section-body'].map(
          (selector) => document.querySelector(selector)?.getBoundingClientRect().left ?? 0,
        ),
      );
      assert.ok((head ?? 0) > (body ?? 0), 'what comes first is at the right');
      await judge(page, `rtl-${name}`);
    });
  }
});
