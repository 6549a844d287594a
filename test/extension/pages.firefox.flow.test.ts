/** Welcome and options page in Firefox: a relay is found or it is said why not, Firefox asks, everything is kept. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { FIREFOX_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { BidiFirefox } from '../support/extension/bidi-firefox.ts';
import { answer, forgetAnswers } from '../support/extension/firefox-questions.ts';
import { shot } from '../support/extension/screenshot.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { freePort } from '../support/free-port.ts';
import { startRelay } from '../support/relay.ts';
import { ROOT } from '../support/source-files.ts';

const UUID = '11111111-2222-4333-8444-555555555555';
const OWN = `moz-extension://${UUID}/`;
const PACKAGE = join(ROOT, 'extension/dist/firefox');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the extension’s pages in Firefox', () => {
  const teardown = suiteTeardown();
  let firefox: BidiFirefox;
  before(async () => {
    firefox = await BidiFirefox.open(teardown, {
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: UUID }),
      // Colours on their way to others would be judged as they are.
      'ui.prefersReducedMotion': 1,
    });
    await firefox.install(PACKAGE);
  });

  const open = async (name: string): Promise<string> => {
    const page = await firefox.openExtensionPage(OWN + name);
    await eventually(
      async () => assert.ok(await firefox.evaluate(page, `'ready' in document.documentElement.dataset`)),
      10_000,
    );
    return page;
  };
  const textOf = (page: string, selector: string) =>
    firefox.evaluate<string>(
      page,
      `(document.querySelector(${JSON.stringify(selector)})?.innerText ?? '').replaceAll(/\\s+/g, ' ').trim()`,
    );
  const untilText = (page: string, selector: string, words: RegExp) =>
    eventually(async () => assert.match(await textOf(page, selector), words), 12_000);
  const judge = async (page: string, name: string) => {
    await shot({ screenshot: () => firefox.screenshot(page) }, `firefox-${name}`);
    await firefox.evaluate(page, `(() => { ${AXE}; })()`);
    const violations = await firefox.evaluate(
      page,
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
    );
    assert.deepEqual(violations, [], name);
  };
  const stored = (page: string, area: 'sync' | 'local') =>
    firefox.evaluate<Record<string, unknown>>(page, `browser.storage.${area}.get(null)`);
  const tryRelay = async (address: string): Promise<string> => {
    const page = await open('welcome.html');
    await firefox.click(page, '#welcome-url');
    await firefox.type(page, address);
    await firefox.click(page, '[data-action=test]');
    return page;
  };
  it('the welcome page opens by itself after installing', async () => {
    await eventually(async () => {
      const tabs = await firefox.asFirefox<string[]>(`gBrowser.tabs.map((tab) => tab.linkedBrowser.currentURI.spec)`);
      assert.ok(tabs.includes(`${OWN}welcome.html`), tabs.join(', '));
    }, 10_000);
  });

  it('a relay is told from what is none, and from one that refuses', async (t) => {
    const refusing = await startRelay(t, { open: 'any-room', origins: ['https://other.example'] });
    let page = await tryRelay(refusing.url);
    await untilText(page, '#relay', /does not let this extension in.*--origins moz-extension:/);
    await judge(page, 'welcome-refused');
    const port = await freePort();
    page = await tryRelay(`localhost:${port}`);
    await untilText(page, '#relay', new RegExp(`Nobody answers at localhost:${port}`));
    const server = createServer((_, response) => response.end('<h1>hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    page = await tryRelay(`localhost:${(server.address() as AddressInfo).port}`);
    await untilText(page, '#relay', /no Stream Room relay/);
    server.closeAllConnections();
    server.close();
  });

  it('a relay that lists Firefox’s extensions works, and is kept', async (t) => {
    const relay = await startRelay(t, { open: 'any-room', origins: ['moz-extension:'] });
    const page = await tryRelay(relay.url);
    await untilText(page, '#relay', /It works/);
    await eventually(async () => assert.equal((await stored(page, 'sync'))['relay'], relay.url));
  });

  it('Firefox asks; what was refused can be taken back in its settings, and then it asks again', async () => {
    const page = await open('welcome.html');
    assert.match(await textOf(page, '#grant'), /in the sidebar work/);
    await firefox.click(page, '[data-action=grant]');
    await answer(firefox, 'block');
    await untilText(page, '#grant', /blocked|without an answer/);
    await judge(page, 'welcome-refused-camera');
    await forgetAnswers(firefox);
    await eventually(async () => assert.doesNotMatch(await textOf(page, '#grant'), /blocked/), 10_000);
    await firefox.click(page, '[data-action=grant]');
    await answer(firefox, 'allow');
    await untilText(page, '#grant', /Camera and microphone are ready/);
    await judge(page, 'welcome-granted');
  });

  it('shortcuts are those of Firefox, and its page for them opens', async () => {
    const page = await open('welcome.html');
    await untilText(page, '#shortcuts', /Open the call in the sidebar Alt Shift J/);
    await firefox.click(page, '[data-action=shortcuts]');
    await eventually(async () => {
      assert.equal(await firefox.asFirefox(`gBrowser.selectedBrowser.currentURI.spec`), 'about:addons');
    }, 8_000);
    await firefox.asFirefox(`gBrowser.removeTab(gBrowser.selectedTab)`);
  });

  it('options are saved while they are typed, and shown in another language at once', async () => {
    const page = await open('options.html');
    await firefox.click(page, '#displayName');
    await firefox.type(page, 'Ada');
    await untilText(page, '#you', /Saved/);
    await eventually(async () => assert.equal((await stored(page, 'sync'))['displayName'], 'Ada'));
    const place = await firefox.evaluate(page, `document.querySelector('#place').selectedOptions[0].textContent`);
    assert.equal(place, 'Automatic: in the sidebar');
    await judge(page, 'options');
    // Only now does Firefox name devices.
    assert.match(await textOf(page, '#you'), /Show the camera once to choose/);
    await firefox.click(page, '[data-action=preview]');
    await eventually(async () => {
      const names = await firefox.evaluate<number>(page, `document.querySelectorAll('#camera option').length`);
      assert.ok(names >= 2, await textOf(page, '#you'));
    }, 10_000);
    await firefox.click(page, '[data-action=preview]');
    await firefox.evaluate(
      page,
      `(() => { const field = document.querySelector('#language'); field.value = 'ru'; field.dispatchEvent(new Event('change', { bubbles: true })); })()`,
    );
    await untilText(page, 'h1', /Настройки/);
    await firefox.evaluate(page, `browser.storage.sync.clear()`);
    await untilText(page, 'h1', /Settings/);
  });
});
