/** The extension in Firefox, as a person uses it: its button, its keys, its sidebar, its frame. Knows no test. */
import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { BidiFirefox } from './bidi-firefox.ts';

const UUID = '11111111-2222-4333-8444-555555555556';
const OWN = `moz-extension://${UUID}/`;
/** In Firefox's own window. */
const SIDEBAR = `SidebarController.browser.contentDocument?.getElementById('webext-panels-browser')`;

export interface ShownCall {
  readonly connection: string;
  readonly room: string;
  readonly camera: string;
  readonly microphone: string;
  readonly people: number;
}

/** Something that shows a call: the sidebar, or a frame in a page. */
export interface FirefoxPlace {
  evaluate<T>(expression: string): Promise<T>;
  /** A real click at this point of it. */
  clickAt(x: number, y: number): Promise<void>;
}

export interface PageCard {
  readonly words: string;
  readonly buttons: Readonly<Record<string, readonly [x: number, y: number]>>;
}

/** In the content script's world. */
const LOOK_AT_CARD = `() => {
  const host = [...document.querySelectorAll('div')].find((each) => each.popover === 'manual');
  const section = host && host.openOrClosedShadowRoot.querySelector('section');
  if (!section) return { words: '', buttons: {} };
  const buttons = [...section.querySelectorAll('button')].map((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return [button.textContent, [Math.round(left + width / 2), Math.round(top + height / 2)]];
  });
  return { words: section.innerText.replaceAll(/\\s+/g, ' '), buttons: Object.fromEntries(buttons) };
}`;

interface Context {
  readonly context: string;
  readonly url: string;
  readonly children?: readonly Context[] | null;
}

export class FirefoxCall {
  readonly #firefox: BidiFirefox;
  readonly #id: string;
  /** A page of the extension in a tab: from there its sidebar can be looked into. */
  #desk = '';

  constructor(firefox: BidiFirefox, id: string) {
    this.#firefox = firefox;
    this.#id = id;
  }

  /** The names that web-sites.ts serves are this machine's; sound plays at once; the extension keeps one address. */
  static preferences(id: string): Readonly<Record<string, string | number | boolean>> {
    return {
      'extensions.webextensions.uuids': JSON.stringify({ [id]: UUID }),
      'network.dns.localDomains': 'secure.test,plain.test',
      'media.autoplay.default': 0,
      'ui.prefersReducedMotion': 1,
    };
  }

  /** As the options page stores it, and with the camera that the welcome page asks for. */
  async configure(relay: string): Promise<void> {
    this.#desk = await this.#firefox.openExtensionPage(`${OWN}options.html`);
    const items = { relays: [{ name: 'Test', url: relay }], relay, displayName: 'Grace' };
    await this.#firefox.evaluate(this.#desk, `browser.storage.sync.set(${JSON.stringify(items)}).then(() => true)`);
    await this.grant(OWN.slice(0, -1));
  }

  /** Camera and microphone for an origin, as if its question had been answered. */
  async grant(origin: string): Promise<void> {
    await this.#firefox.asFirefox(`(() => {
      const principal = Services.scriptSecurityManager.createContentPrincipalFromOrigin(${JSON.stringify(origin)});
      for (const name of ['camera', 'microphone']) Services.perms.addFromPrincipal(principal, name, Services.perms.ALLOW_ACTION);
      return true;
    })()`);
  }

  /** Opens a page in a new tab in front. */
  visit(address: string): Promise<string> {
    return this.#firefox.openTab(address);
  }

  /** Clicks the toolbar's button, until the sidebar shows the extension. */
  async openSidebar(): Promise<FirefoxPlace> {
    await eventually(async () => {
      const address = await this.#firefox.asFirefox<string>(`(async () => {
        const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
        const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(this.#id)});
        if (!SidebarController.isOpen) {
          await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }
        return ${SIDEBAR}?.currentURI.spec ?? '';
      })()`);
      assert.equal(address, `${OWN}panel.html`);
    }, 30_000);
    return this.#sidebar();
  }

  /** The sidebar, when something else has opened it. */
  async shownSidebar(): Promise<FirefoxPlace> {
    await eventually(async () => {
      assert.equal(await this.#firefox.asFirefox<string>(`${SIDEBAR}?.currentURI.spec ?? ''`), `${OWN}panel.html`);
    }, 15_000);
    return this.#sidebar();
  }

  #sidebar(): FirefoxPlace {
    return {
      evaluate: <T>(expression: string) =>
        this.#firefox.evaluate<T>(
          this.#desk,
          `((document) => ${expression})(browser.extension.getViews({ type: 'sidebar' })[0].document)`,
        ),
      clickAt: async (x, y) => {
        const [left, top] = await this.#firefox.asFirefox<[number, number]>(`(() => {
          const outer = SidebarController.browser.getBoundingClientRect();
          const inner = ${SIDEBAR}.getBoundingClientRect();
          return [Math.round(outer.left + inner.left), Math.round(outer.top + inner.top)];
        })()`);
        await this.#firefox.clickInWindow(left + x, top + y);
      },
    };
  }

  async closeSidebar(): Promise<void> {
    await this.#firefox.asFirefox(`(SidebarController.hide(), true)`);
  }

  /** A keyboard command of the manifest. */
  async press(command: string): Promise<void> {
    await this.#firefox.asFirefox(`(async () => {
      const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(this.#id)});
      const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
      const key = [...document.querySelectorAll('keyset[id^="ext-keyset"] key')].find((each) => each.id.includes(${JSON.stringify(command)}) || each.getAttribute('key') === 'K');
      if (!key) throw new Error('There is no such key: ' + [...document.querySelectorAll('keyset[id^="ext-keyset"] key')].map((each) => each.outerHTML).join());
      key.doCommand();
      return Boolean(extension && ExtensionParent);
    })()`);
  }

  /** The frame of the floating call in a tab. */
  async frame(tab: string): Promise<FirefoxPlace> {
    const context = await eventually(async () => {
      const frame = await this.#frameIn(tab);
      assert.ok(frame, 'The page holds no frame of the extension.');
      return frame.context;
    }, 20_000);
    return {
      evaluate: <T>(expression: string) => this.#firefox.evaluate<T>(context, expression),
      clickAt: (x, y) => this.#firefox.clickAt(context, x, y),
    };
  }

  async hasFrame(tab: string): Promise<boolean> {
    return (await this.#frameIn(tab)) !== undefined;
  }

  async #frameIn(tab: string): Promise<Context | undefined> {
    const { contexts } = (await this.#firefox.send('browsingContext.getTree', { root: tab })) as {
      contexts: readonly Context[];
    };
    return contexts.flatMap(({ children }) => children ?? []).find(({ url }) => url.startsWith(OWN));
  }

  /**
   * What stands in the page in front instead of a frame: its words, and where its buttons are. In a closed root, into
   * which only the extension can look.
   */
  card(): Promise<PageCard> {
    return this.#firefox.evaluate<PageCard>(
      this.#desk,
      `(async () => {
        const [tab] = await browser.tabs.query({ active: true });
        const look = ${LOOK_AT_CARD};
        const [{ result }] = await browser.scripting.executeScript({ target: { tabId: tab.id }, func: look });
        return result;
      })()`,
    );
  }

  textOf(place: FirefoxPlace): Promise<string> {
    return place.evaluate<string>(
      `document.body.innerText + (document.querySelector('stream-room')?.shadowRoot?.textContent ?? '')`,
    );
  }

  stateOf(place: FirefoxPlace): Promise<ShownCall> {
    return place.evaluate<ShownCall>(
      `(() => {
        const room = document.querySelector('stream-room');
        const state = room?.call?.state.value;
        return { connection: state?.connection ?? '', room: room?.room ?? '', camera: state?.camera.status ?? '',
          microphone: state?.microphone.status ?? '', people: (state?.participants.length ?? -1) + 1 };
      })()`,
    );
  }

  /** Joins by a real click on the lobby's button. */
  async join(place: FirefoxPlace): Promise<void> {
    await eventually(async () => {
      const [x, y] = await this.#placeOf(place, '[part~=join-button]');
      // The gate wants the call in sight for half a second.
      await new Promise((resolve) => setTimeout(resolve, 800));
      await place.clickAt(x, y);
      for (let look = 0; look < 10; look++) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const { connection, camera, microphone } = await this.stateOf(place);
        if (connection === 'connected' && camera === 'on' && microphone === 'on') return;
      }
      assert.fail(JSON.stringify(await this.stateOf(place)));
    }, 40_000);
  }

  /** By a real click. */
  async leave(place: FirefoxPlace): Promise<void> {
    await this.click(place, '[part~=leave-button]');
    await eventually(async () => assert.notEqual((await this.stateOf(place)).connection, 'connected'), 10_000);
  }

  /** A real click on something of the extension's page, or inside of its call, when it is there. */
  async click(place: FirefoxPlace, selector: string): Promise<void> {
    const [x, y] = await eventually(async () => {
      const before = await this.#placeOf(place, selector);
      // The gate wants the call in sight for half a second.
      await new Promise((resolve) => setTimeout(resolve, 800));
      const now = await this.#placeOf(place, selector);
      assert.deepEqual(now, before, `${selector} moves`);
      return now;
    }, 10_000);
    await place.clickAt(x, y);
  }

  #placeOf(place: FirefoxPlace, selector: string): Promise<[number, number]> {
    return eventually(async () => {
      const point = await place.evaluate<[number, number] | null>(
        `(() => {
          const selector = ${JSON.stringify(selector)};
          const button = document.querySelector(selector) ?? document.querySelector('stream-room')?.shadowRoot?.querySelector(selector);
          const box = button?.getBoundingClientRect();
          return box && box.width > 0 ? [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)] : null;
        })()`,
      );
      assert.ok(
        point,
        `${selector} is not in sight: ${(await this.textOf(place)).replaceAll(/\s+/g, ' ').slice(0, 300)}`,
      );
      return point;
    }, 15_000);
  }
}
