/**
 * Chromium with the built extension in it: clicks on its button, and the frames and panels it opens. The profile is
 * seeded with what somebody would have allowed; no switch that grants everything, which would hide what fails for people.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import type extensionApi from 'webextension-polyfill';
import { DEVELOPMENT_ID } from '../../../extension/browser/manifest.ts';
import type { SettingsChange } from '../../../extension/browser/settings.ts';
import { findBrowser } from '../browsers.mjs';
import { eventually } from '../eventually.ts';
import { ROOT } from '../source-files.ts';

export const CHROMIUM_PACKAGE = join(ROOT, 'extension/dist/chromium');
const OWN = `chrome-extension://${DEVELOPMENT_ID}/`;

export interface ExtensionChromiumOptions {
  /** False: nobody has allowed camera and microphone yet. */
  readonly granted?: boolean;
  readonly headless?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Whether the toolbar has the extension's button beside its menu of extensions. */
  readonly isPinned?: boolean;
}

export class ExtensionChromium {
  readonly browser: Browser;
  /** One of the extension's pages in a tab, which may do whatever the extension may. */
  #desk: Page;

  private constructor(browser: Browser, desk: Page) {
    this.browser = browser;
    this.#desk = desk;
  }

  /** Closed with the test. */
  static async open(
    t: { after(close: () => Promise<void>): void },
    {
      granted = true,
      headless = true,
      env = {},
      folder = CHROMIUM_PACKAGE,
      isPinned = false,
    }: ExtensionChromiumOptions = {},
  ): Promise<ExtensionChromium> {
    const executablePath = findBrowser('chromium');
    assert.ok(executablePath, 'No Chromium was found. Install it, or name it in CHROMIUM_PATH.');
    const profile = mkdtempSync(join(tmpdir(), 'stream-room-profile-'));
    seedProfile(profile, granted, isPinned);
    const browser = await puppeteer.launch({
      executablePath,
      headless,
      userDataDir: profile,
      pipe: true,
      enableExtensions: true,
      acceptInsecureCerts: true,
      protocolTimeout: 60_000,
      // A bar below the toolbar says that programs drive the browser, and stands in the way of the keyboard.
      ignoreDefaultArgs: headless ? [] : ['--enable-automation'],
      defaultViewport: headless ? { width: 1280, height: 800 } : null,
      env: { ...process.env, ...env },
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--no-first-run',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--host-resolver-rules=MAP *.test 127.0.0.1',
        '--ignore-certificate-errors',
        '--auto-select-desktop-capture-source=Entire screen',
        '--lang=en',
        // Also where the desktop is another one.
        ...(headless ? [] : ['--ozone-platform=x11']),
      ],
    });
    t.after(async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });
    const id = await install(browser, folder);
    assert.equal(id, DEVELOPMENT_ID, 'the key of the manifest decides the id');
    return new ExtensionChromium(browser, await openDesk(browser));
  }

  /** What is in that folder now takes the place of what was before, of which only the scripts in pages are left. */
  async update(folder: string): Promise<void> {
    const closed = new Promise((resolve) => this.#desk.once('close', resolve));
    await this.browser.installExtension(folder);
    await closed;
    this.#desk = await openDesk(this.browser);
  }

  /** As the options page stores them. */
  async configure(relay: string, change: SettingsChange = {}): Promise<void> {
    const items = { relays: [{ name: 'Test', url: relay }], relay, displayName: 'Ada', ...change };
    await this.#desk.evaluate(async (stored) => {
      const { storage } = (globalThis as unknown as { chrome: typeof extensionApi }).chrome;
      await storage.sync.set(stored);
      // Menus and toolbar take it up.
      await new Promise((resolve) => setTimeout(resolve, 300));
    }, items);
  }

  /** For the site of this address, and for no other. */
  async remember(address: string, site: object): Promise<void> {
    await this.#desk.evaluate(
      async (items) => {
        const { storage } = (globalThis as unknown as { chrome: typeof extensionApi }).chrome;
        await storage.local.clear();
        await storage.local.set(items);
      },
      { [`site:${new URL(address).origin}`]: { ...site, changedAt: 1 } },
    );
  }

  /** What is remembered for the site of this address. */
  remembered(address: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    return this.#desk.evaluate(
      async (key) => {
        const { storage } = (globalThis as unknown as { chrome: typeof extensionApi }).chrome;
        return (await storage.local.get(key))[key] as Record<string, unknown> | undefined;
      },
      `site:${new URL(address).origin}`,
    );
  }

  /** The tab in front, as the browser's own menu zooms it. */
  async zoom(factor: number): Promise<void> {
    await this.#desk.evaluate(async (wanted) => {
      const { tabs } = (globalThis as unknown as { chrome: typeof extensionApi }).chrome;
      const [tab] = await tabs.query({ active: true, lastFocusedWindow: true });
      if (tab?.id !== undefined) await tabs.setZoom(tab.id, wanted);
    }, factor);
  }

  async visit(address: string): Promise<Page> {
    const page = await this.browser.newPage();
    await page.goto(address);
    await page.bringToFront();
    return page;
  }

  /** In a private window. */
  async visitPrivately(address: string): Promise<Page> {
    await this.#desk.evaluate(async (url) => {
      const { windows } = (globalThis as unknown as { chrome: typeof extensionApi }).chrome;
      await windows.create({ incognito: true, url });
    }, address);
    const target = await this.browser.waitForTarget((each) => each.type() === 'page' && each.url() === address);
    return target.asPage();
  }

  /** The toolbar's button. */
  async click(page: Page): Promise<void> {
    const extension = (await this.browser.extensions()).get(DEVELOPMENT_ID);
    assert.ok(extension);
    await page.bringToFront();
    await extension.triggerAction(page);
  }

  /** Clicks, or does what else opens it, until the call is there: the first click after the browser's start may get lost. */
  async float(page: Page, open = () => this.click(page)): Promise<Frame> {
    let clicked = 0;
    return eventually(async () => {
      const frame = this.frameOf(page);
      if (frame) return frame;
      // Not sooner: where the first one was only slow, another takes the call away again.
      if (Date.now() - clicked > 5_000) {
        clicked = Date.now();
        await open();
      }
      throw new Error('There is no frame of the extension in the page.');
    }, 50_000);
  }

  frameOf(page: Page): Frame | undefined {
    return page.frames().find((frame) => frame.url().startsWith(OWN));
  }

  async panel(): Promise<Page> {
    const target = await this.browser.waitForTarget((each) => each.url() === `${OWN}panel.html`, { timeout: 10_000 });
    return target.asPage();
  }

  get hasPanel(): boolean {
    return this.browser.targets().some((each) => each.url() === `${OWN}panel.html`);
  }

  /** One of the extension's own pages, in a tab. */
  async ownPage(name: string): Promise<Page> {
    const target = await this.browser.waitForTarget((each) => each.url() === `${OWN}${name}`, { timeout: 10_000 });
    return target.asPage();
  }

  /** As the content script gets it: another one each time the browser starts. */
  async changingAddress(name: string): Promise<string> {
    // As text: what compiles the tests would give functions a helper that the page has not.
    const address = await this.#desk.evaluate(`(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const target = { tabId: tab.id };
      const [{ result }] = await chrome.scripting.executeScript({ target, func: (file) => chrome.runtime.getURL(file), args: [${JSON.stringify(name)}] });
      return result;
    })()`);
    return String(address);
  }

  /** What stands in the page in front instead of a frame: in a closed root, into which only the extension can look. */
  async card(): Promise<{ readonly height: number; readonly contentHeight: number } | undefined> {
    const found = await this.#desk.evaluate(`(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const look = () => {
        const host = [...document.querySelectorAll('div')].find((each) => each.popover === 'manual');
        const section = host && chrome.dom.openOrClosedShadowRoot(host).querySelector('section');
        return section && { height: section.clientHeight, contentHeight: section.scrollHeight };
      };
      const [{ result }] = await chrome.scripting.executeScript({ target: { tabId: tab.id }, func: look });
      return result;
    })()`);
    return (found ?? undefined) as { height: number; contentHeight: number } | undefined;
  }

  /** What the toolbar's button shows for the tab that is in front. */
  badge(): Promise<string> {
    return this.#desk.evaluate(async () => {
      const { action, tabs } = (globalThis as unknown as { chrome: typeof extensionApi }).chrome;
      const [tab] = await tabs.query({ active: true, lastFocusedWindow: true });
      return action.getBadgeText(tab?.id === undefined ? {} : { tabId: tab.id });
    });
  }
}

async function openDesk(browser: Browser): Promise<Page> {
  const desk = await browser.newPage();
  await desk.goto(`${OWN}options.html`);
  return desk;
}

/** Also for private windows, as if that had been allowed on the browser's page of extensions. */
async function install(browser: Browser, path: string): Promise<string> {
  const session = await browser.target().createCDPSession();
  const { id } = await session.send('Extensions.loadUnpacked', { path, enableInIncognito: true });
  await session.detach();
  return id;
}

/** As if "Allow" had been chosen once on the welcome page, and the pin in the menu of extensions. */
function seedProfile(folder: string, isGranted: boolean, isPinned: boolean): void {
  const grant = { [`${OWN},*`]: { setting: 1 } };
  const exceptions = { media_stream_camera: grant, media_stream_mic: grant };
  const preferences = {
    ...(isGranted && { profile: { content_settings: { exceptions } } }),
    ...(isPinned && { extensions: { pinned_extensions: [DEVELOPMENT_ID] } }),
  };
  mkdirSync(join(folder, 'Default'), { recursive: true });
  writeFileSync(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
}
