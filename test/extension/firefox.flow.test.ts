/** The call in Firefox's sidebar: opened by the toolbar's button, joined by a click, on pages with and without https. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { FIREFOX_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { BidiFirefox } from '../support/extension/bidi-firefox.ts';
import { FirefoxCall } from '../support/extension/firefox-call.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites, type WebSites } from '../support/extension/web-sites.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { ROOT } from '../support/source-files.ts';

describe('the call in Firefox', { timeout: 200_000 }, () => {
  const teardown = suiteTeardown();
  let relay: StartedRelay;
  let sites: WebSites;
  let firefox: BidiFirefox;
  let call: FirefoxCall;

  before(async () => {
    relay = await startRelay(teardown, { open: 'any-room', origins: ['moz-extension:'] });
    sites = await openWebSites(teardown);
    firefox = await BidiFirefox.open(teardown, FirefoxCall.preferences(FIREFOX_ID));
    await firefox.install(join(ROOT, 'extension/dist/firefox'));
    call = new FirefoxCall(firefox, FIREFOX_ID);
    await call.configure(relay.url);
  });

  for (const [about, address] of [
    ['a page under a strict policy', () => `${sites.secure}/strict`],
    ['a page without https', () => `${sites.plain}/plain`],
  ] as const) {
    it(`is in the sidebar of ${about}, and one click joins it`, async () => {
      await call.visit(address());
      const sidebar = await call.openSidebar();
      await call.join(sidebar);
      const state = await call.stateOf(sidebar);
      assert.match(state.room, /^page-[\w-]{20}$/);
      assert.deepEqual([state.camera, state.microphone], ['on', 'on']);
      await call.leave(sidebar);
      await call.closeSidebar();
    });
  }

  it('floats over a page when that is asked for, and says that Firefox asks for each site', async () => {
    await call.visit(`${sites.secure}/plain`);
    await call.press('float-call');
    const frame = await call.frame();
    await eventually(async () => assert.match(await call.textOf(frame), /Firefox|Join/), 15_000);
  });
});
