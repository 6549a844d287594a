/**
 * From the zip to a published call, as an administrator does it in wp-admin: upload, activate, settings, connection test,
 * block editor, publish; and a visitor who joins. In real WordPress, a real Chromium and a real relay.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { insideRoom, until, untilConnected } from '../support/room-page.ts';
import { complaints, PLUGIN_ZIP, SECRET } from './plugin-site.ts';
import { joinCall, openVisitor, pressJoin, untilRoomSays, type Visitor } from './visitor.ts';
import { wordpressOrReason } from './wordpress-parts.ts';
import { type WordPress, wpUp } from './wp-up.ts';

const { parts, skip } = await wordpressOrReason(['6.1', '6.8']);
/** Pictures for people, where a folder is named. */
const PICTURES = process.env['SCREENSHOTS'];

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `wordpress-${name}.png`) as `${string}.png` });
}

describe('WordPress is there', { skip }, () => {
  for (const part of parts) {
    describe(`wp-admin of WordPress ${part.version}`, { timeout: 110_000 }, () => {
      const closers: (() => Promise<void>)[] = [];
      let site: WordPress;
      let relay: StartedRelay;
      let browser: Browser;
      let admin: Visitor;
      let published = '';

      before(async () => {
        site = await wpUp(part);
        closers.push(() => site.close());
        relay = await startRelay(
          { after: (close) => void closers.push(close) },
          { origins: [site.url], tokenSecret: SECRET, tokenIssuer: site.url },
        );
        browser = await openBrowser('chromium');
        closers.push(() => browser.close());
        admin = await openVisitor(browser, site, 'admin');
      });
      after(async () => {
        for (const close of closers.reverse()) await close();
      });

      it('takes the zip, activates it and leads to the settings', async () => {
        const { page } = admin;
        await page.goto(`${site.url}/wp-admin/plugin-install.php?tab=upload`);
        const field = await page.waitForSelector('input[name=pluginzip]');
        await (field as { uploadFile(path: string): Promise<void> } | null)?.uploadFile(PLUGIN_ZIP);
        await Promise.all([
          page.waitForNavigation(),
          page.$eval('#install-plugin-submit', (button) => (button as HTMLButtonElement).click()),
        ]);
        assert.match(await page.$eval('#wpbody', (body) => body.textContent), /installed successfully/);
        const activate = await page.waitForSelector('#wpbody a.button-primary');
        await Promise.all([page.waitForNavigation(), activate?.click()]);
        const row = await page.$eval('tr[data-plugin="stream-room/stream-room.php"]', (tr) => tr.textContent);
        assert.match(row, /Settings.*Deactivate/s);
        await Promise.all([
          page.waitForNavigation(),
          page.$eval('tr[data-plugin="stream-room/stream-room.php"] a[href*="page=stream-room"]', (link) =>
            link.click(),
          ),
        ]);
        assert.match(page.url(), /options-general\.php\?page=stream-room$/);
        await picture(page, `${part.version}-settings-empty`);
      });

      it('the test of the connection says what is wrong, and when nothing is', async () => {
        const { page } = admin;
        const fill = (name: string, value: string) =>
          page.$eval(
            `#stream-room-${name}`,
            (input, text) => {
              (input as HTMLInputElement).value = text;
            },
            value,
          );
        const test = async () => {
          await page.click('#stream-room-test');
          await until(page, () =>
            /notice-(success|error)/.test(document.querySelector('#stream-room-test-result')?.className ?? ''),
          );
          return page.$eval('#stream-room-test-result', (result) => result.textContent);
        };
        assert.match(await test(), /Enter the relay’s address first/);
        await fill('relay', 'http://relay.example.com');
        assert.match(await test(), /must begin with https:\/\//);
        await fill('relay', relay.url);
        assert.match(await test(), /The relay wants tokens/);
        await fill('secret', 'some other secret that the relay does not have');
        assert.match(await test(), /The relay refuses this site/);
        await picture(page, `${part.version}-settings-refused`);
        await fill('secret', SECRET);
        assert.match(await test(), /Connected\. Visitors come in with a token/);
        await Promise.all([page.waitForNavigation(), page.click('#submit')]);
        assert.match(await page.$eval('#wpbody', (body) => body.textContent), /Settings saved/);
        assert.ok(!(await page.content()).includes(SECRET));
        const command = await page.$eval('#stream-room-relay-note code', (code) => code.textContent);
        assert.equal(command, `--origins ${site.url}`);
        await picture(page, `${part.version}-settings`);
      });

      /** What is edited: a frame of its own in newer editors. */
      async function openEditor(): Promise<Frame> {
        const { page } = admin;
        await page.goto(`${site.url}/wp-admin/post-new.php`);
        await page.waitForSelector('.edit-post-layout, .editor-editor-interface, .block-editor');
        await page.waitForFunction(() => document.querySelector('iframe[name=editor-canvas], .editor-styles-wrapper'));
        const frame = await page.$('iframe[name=editor-canvas]');
        const canvas = (await frame?.contentFrame()) ?? page.mainFrame();
        await canvas.waitForSelector('.wp-block-post-title');
        return canvas;
      }

      /** The editor takes the focus for itself while it starts. */
      async function typeTitle(canvas: Frame, title: string): Promise<void> {
        await new Promise((done) => setTimeout(done, 500));
        await canvas.click('.wp-block-post-title');
        await canvas.waitForFunction(() => document.activeElement?.matches('.wp-block-post-title'));
        await admin.page.keyboard.type(title, { delay: 15 });
        assert.equal(await canvas.$eval('.wp-block-post-title', (field) => field.textContent), title);
      }

      it('the block is found by typing its name, published, and joined by a visitor', async () => {
        const { page } = admin;
        const canvas = await openEditor();
        await typeTitle(canvas, 'Town hall');
        await page.keyboard.press('Enter');
        await page.keyboard.type('/stream room', { delay: 20 });
        await page.waitForSelector('.components-autocomplete__result ::-p-text(Stream Room call)');
        await page.keyboard.press('Enter');
        const block = await canvas.waitForSelector('[data-type="stream-room/call"]');
        assert.match((await block?.evaluate((element) => element.textContent)) ?? '', /The call of this post/);
        // No call ever starts in the editor.
        assert.equal(await canvas.$('stream-room'), null);
        await block?.click();
        await page.waitForSelector('.block-editor-block-inspector ::-p-text(Height in pixels)');
        await picture(page, `${part.version}-editor`);
        await page.click('.editor-post-publish-panel__toggle, .editor-post-publish-button__button');
        const confirm = await page.waitForSelector(
          '.editor-post-publish-panel .editor-post-publish-button:not([aria-disabled=true])',
        );
        await confirm?.click();
        const link = await page.waitForSelector(
          '.post-publish-panel__postpublish-buttons a, .editor-post-publish-panel a.components-button',
        );
        published = (await link?.evaluate((element) => (element as HTMLAnchorElement).href)) ?? '';
        assert.match(published, /town-hall/);

        const guest = await openVisitor(browser, site);
        await guest.page.bringToFront();
        await guest.page.goto(published);
        await picture(guest.page, `${part.version}-post`);
        assert.deepEqual(await joinCall(guest.page, 'Vera Visitor'), { name: 'Vera Visitor', role: 'guest' });
        await picture(guest.page, `${part.version}-post-call`);
        await guest.close();
        await page.bringToFront();
      });

      it('a pasted link to a room becomes the block; a link to anywhere else stays one', async () => {
        const { page } = admin;
        const canvas = await openEditor();
        await typeTitle(canvas, 'Pasted');
        await page.keyboard.press('Enter');
        const paste = (text: string) =>
          canvas.evaluate((plain) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', plain);
            const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
            document.activeElement?.dispatchEvent(event);
          }, text);
        await paste(`${relay.url}r/board-meeting?ref=mail`);
        await canvas.waitForSelector('[data-type="stream-room/call"]');
        const written = () =>
          page.evaluate(() =>
            (
              window as unknown as { wp: { data: { select(store: string): { getEditedPostContent(): string } } } }
            ).wp.data
              .select('core/editor')
              .getEditedPostContent(),
          );
        assert.match(await written(), /<!-- wp:stream-room\/call \{"room":"board-meeting"\} \/-->/);
      });

      it('in the dark and on a phone the post is in order', async () => {
        const guest = await openVisitor(browser, site);
        const { page } = guest;
        await page.bringToFront();
        await page.setViewport({ width: 360, height: 740 });
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
        await page.goto(published);
        await insideRoom(page, 'button.join');
        await page.$eval('stream-room', (room) => room.scrollIntoView({ block: 'center' }));
        await picture(page, `${part.version}-post-dark-narrow`);
        const wide = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok((wide[0] ?? 0) <= (wide[1] ?? 0), `the page is ${wide[0]} wide on a screen of ${wide[1]}`);
        await guest.close();
      });

      it('without the relay the post is read as ever, the call says what is wrong, and is there when it comes back', async () => {
        const { port } = relay;
        await relay.close();
        const guest = await openVisitor(browser, site);
        const { page } = guest;
        const failed: string[] = [];
        page.on('pageerror', (error) => failed.push(String(error)));
        page.on('requestfailed', (request) => failed.push(request.url()));
        await page.bringToFront();
        await page.goto(published);
        // The plugin brings the element along: nothing that the post is made of comes from the relay.
        await insideRoom(page, 'button.join');
        assert.deepEqual(failed, []);
        await pressJoin(page, 'Vera Visitor');
        await untilRoomSays(page, 'The call server does not answer');
        await picture(page, `${part.version}-post-without-relay`);
        relay = await startRelay(
          { after: (close) => void closers.push(close) },
          { port, origins: [site.url], tokenSecret: SECRET, tokenIssuer: site.url },
        );
        await (await insideRoom(page, '[part~=rejoin-button]')).click();
        await untilConnected(page);
        await guest.close();
      });

      it('without JavaScript and without the relay the post has a link to the call', async () => {
        const guest = await openVisitor(browser, site);
        const { page } = guest;
        await page.setJavaScriptEnabled(false);
        await page.goto(published);
        await picture(page, `${part.version}-post-without-script`);
        const link = await page.$eval('stream-room > a', (element) => ({
          href: (element as HTMLAnchorElement).href,
          text: element.textContent,
          isShown: element.checkVisibility(),
        }));
        assert.equal(link.text, 'Open the call');
        assert.ok(link.href.startsWith(`${relay.url}r/`), link.href);
        assert.ok(link.isShown);
        await guest.close();
      });

      it('PHP has nothing to complain of', () => {
        assert.deepEqual(complaints(site), []);
      });
    });
  }
});
