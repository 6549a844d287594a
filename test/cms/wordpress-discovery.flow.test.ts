/**
 * A WordPress without the plugin: a pasted link to a room becomes a card by discovery, in the sandbox that WordPress puts
 * around strangers, and one click on it opens the call. Real WordPress, real Chromium, real relay.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { php } from './plugin-site.ts';
import { joinCall, openVisitor } from './visitor.ts';
import { wordpressOrReason } from './wordpress-parts.ts';
import { type WordPress, wpUp } from './wp-up.ts';

const { parts, skip } = await wordpressOrReason(['6.1', '6.8']);

describe('WordPress is there', { skip }, () => {
  for (const part of parts) {
    describe(`a link in WordPress ${part.version} without the plugin`, { timeout: 90_000 }, () => {
      const closers: (() => Promise<void>)[] = [];
      let site: WordPress;
      let relay: StartedRelay;
      let browser: Browser;

      before(async () => {
        site = await wpUp(part);
        closers.push(() => site.close());
        relay = await startRelay({ after: (close) => void closers.push(close) }, { origins: [site.url] });
        browser = await openBrowser('chromium');
        closers.push(() => browser.close());
      });
      after(async () => {
        for (const close of closers.reverse()) await close();
      });

      it('is a sandboxed card whose button opens the call, which one can join', async () => {
        const room = `${relay.url}r/town-hall`;
        const url = site.php(`
          wp_set_current_user( 1 );
          $id = wp_insert_post( array( 'post_title' => 'Linked', 'post_status' => 'publish', 'post_content' => ${php(`${room}\n`)} ) );
          echo get_permalink( $id );
        `);
        const { page, close } = await openVisitor(browser, site);
        await page.goto(url);
        const element = await page.waitForSelector('iframe.wp-embedded-content');
        assert.match((await element?.evaluate((frame) => frame.getAttribute('sandbox'))) ?? '', /^allow-scripts$/);
        const frame = await element?.contentFrame();
        assert.ok(frame);
        await page.waitForFunction(() => {
          const shown = document.querySelector<HTMLElement>('iframe.wp-embedded-content');
          return shown !== null && shown.clientHeight >= 100 && getComputedStyle(shown).visibility === 'visible';
        });
        const button = await frame.waitForSelector('a[href*="/r/town-hall"]');
        await Promise.all([page.waitForNavigation(), button?.click()]);
        assert.equal(page.url().split('?')[0], room);
        assert.equal((await joinCall(page, 'Reader')).name, 'Reader');
        await close();
      });
    });
  }
});
