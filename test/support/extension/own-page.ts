/** The extension's own pages in tabs of Chromium: opened, looked at, judged by axe. Knows nothing of what is on them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'puppeteer-core';
import type extensionApi from 'webextension-polyfill';
import { DEVELOPMENT_ID } from '../../../extension/browser/manifest.ts';
import { eventually } from '../eventually.ts';
import { shot } from './screenshot.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const ownAddress = (name: string): string => `chrome-extension://${DEVELOPMENT_ID}/${name}`;

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
}

/** What the pages complained of: exceptions, and refusals by the Content-Security-Policy. */
export const complaints: string[] = [];

/** In front, drawn, without motion. */
export async function openOwnPage(browser: Browser, name: string, look: Look = {}): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) complaints.push(message.text());
  });
  await dress(page, look);
  await page.goto(ownAddress(name));
  await page.waitForSelector('html[data-ready]');
  await page.bringToFront();
  return page;
}

export async function dress(page: Page, { width = 1100, height = 900, scheme = 'light' }: Look): Promise<void> {
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([
    { name: 'prefers-reduced-motion', value: 'reduce' },
    { name: 'prefers-color-scheme', value: scheme },
  ]);
}

export const textOf = (page: Page, selector = 'body'): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: only what is shown is read
  page.$eval(selector, (element) => (element as HTMLElement).innerText.replaceAll(/\s+/g, ' ').trim());

export const untilText = (page: Page, selector: string, words: RegExp): Promise<void> =>
  eventually(async () => assert.match(await textOf(page, selector), words), 10_000);

/** Instead of what is there. */
export async function fill(page: Page, selector: string, text: string): Promise<void> {
  await page.focus(selector);
  await page.$eval(selector, (field) => (field as HTMLInputElement).select());
  await page.keyboard.press('Backspace');
  await page.type(selector, text);
}

/** `tag#id`, or `tag[data-action]`, of what has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    return `${element?.localName ?? ''}${element?.id ? `#${element.id}` : ''}${element?.dataset['action'] ? `[${element.dataset['action']}]` : ''}`;
  });

/** Tab by Tab, until it has the focus; fails where the keyboard does not lead there. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`No Tab leads to ${selector}.`);
}

/** No violation of WCAG that axe can see, and nothing that is wider than the window. A picture where they are wanted. */
export async function judge(page: Page, name: string): Promise<void> {
  await shotWhole(page, name);
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    );
  });
  assert.deepEqual(violations, [], name);
  assert.equal(await overflow(page), '', name);
}

/** What reaches over the edge of the window; empty where nothing does. */
export const overflow = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return '';
    const wide = [...document.body.querySelectorAll('*')].find((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > width + 1 || left < -1;
    });
    return `${document.documentElement.scrollWidth} px of ${width}: ${wide?.outerHTML.slice(0, 200)}`;
  });

/** The whole page, not only what fits into the window. */
async function shotWhole(page: Page, name: string): Promise<void> {
  if (!process.env['SCREENSHOTS']) return;
  const before = page.viewport() ?? { width: 1100, height: 900 };
  const height = await page.evaluate(() => document.body.scrollHeight);
  await page.setViewport({ ...before, height: Math.min(Math.max(height, 300), 4_000) });
  await shot(page, name);
  await page.setViewport(before);
}

type Api = typeof extensionApi;

/** Runs in the page, which may do whatever the extension may. */
export const stored = (page: Page, area: 'local' | 'sync' | 'session'): Promise<Record<string, unknown>> =>
  page.evaluate((name) => (globalThis as unknown as { chrome: Api }).chrome.storage[name].get(null), area);

export const store = (page: Page, area: 'local' | 'sync' | 'session', items: Record<string, unknown>): Promise<void> =>
  page.evaluate(
    (name, values) => (globalThis as unknown as { chrome: Api }).chrome.storage[name].set(values),
    area,
    items,
  );

/** As after installing. */
export const emptyStorage = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { storage } = (globalThis as unknown as { chrome: Api }).chrome;
    await Promise.all([storage.local.clear(), storage.sync.clear(), storage.session.clear()]);
  });
