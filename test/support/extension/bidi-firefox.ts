/**
 * Firefox by raw WebDriver BiDi, with its own window in reach: what no other driver can, open an extension's page and
 * answer the browser's own questions. Knows no extension.
 */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { WebSocket } from 'ws';
import { type FirefoxOptions, startFirefox } from './firefox-process.ts';

interface Remote {
  readonly type: string;
  readonly value?: unknown;
}

export class BidiFirefox {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  readonly #ended: Promise<unknown>;
  #count = 0;

  private constructor(process: ChildProcess, socket: WebSocket) {
    this.#process = process;
    this.#socket = socket;
    this.#ended = new Promise((resolve) => process.once('close', resolve));
    socket.on('message', (data) => this.#receive(String(data)));
  }

  /** Closed with the test. */
  static async open(
    t: { after(close: () => Promise<void>): void },
    preferences: Readonly<Record<string, string | number | boolean>> = {},
    options: FirefoxOptions = {},
  ): Promise<BidiFirefox> {
    const { child, address, profile } = await startFirefox(preferences, options);
    const socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const firefox = new BidiFirefox(child, socket);
    t.after(async () => {
      await firefox.#close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });
    await firefox.send('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
    return firefox;
  }

  /** Resolves when Firefox has ended, whoever ended it. */
  get ended(): Promise<unknown> {
    return this.#ended;
  }

  send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** The value of an expression, as far as JSON can say it. */
  async evaluate<T = unknown>(context: string, expression: string): Promise<T> {
    const answer = (await this.send('script.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})))()`,
      target: { context },
      awaitPromise: true,
    })) as { type: string; result?: Remote; exceptionDetails?: { text: string } };
    if (answer.type === 'exception') throw new Error(`${expression.slice(0, 200)}: ${answer.exceptionDetails?.text}`);
    const text = answer.result?.value;
    return (typeof text === 'string' ? JSON.parse(text) : undefined) as T;
  }

  /** In Firefox's own window, which may do everything: `gBrowser`, `Services`, `PopupNotifications`. */
  async asFirefox<T = unknown>(expression: string): Promise<T> {
    return this.evaluate<T>(await this.#window(), expression);
  }

  async #window(): Promise<string> {
    const { contexts } = (await this.send('browsingContext.getTree', { 'moz:scope': 'chrome' })) as {
      contexts: readonly { context: string; url: string }[];
    };
    const window = contexts.find(({ url }) => url.includes('browser.xhtml'));
    assert.ok(window, 'Firefox has no window.');
    return window.context;
  }

  /** Unsigned, until Firefox ends. */
  async install(folder: string): Promise<void> {
    await this.send('webExtension.install', { extensionData: { type: 'path', path: folder } });
  }

  /** An extension's page in a tab of its own, in front; resolves with its context when it has loaded. */
  openExtensionPage(address: string): Promise<string> {
    return this.asFirefox<string>(`(async () => {
      const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
      const tab = gBrowser.addTrustedTab(${JSON.stringify(address)});
      gBrowser.selectedTab = tab;
      while (tab.linkedBrowser.currentURI.spec === 'about:blank' || tab.linkedBrowser.webProgress.isLoadingDocument) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return NavigableManager.getIdForBrowser(tab.linkedBrowser);
    })()`);
  }

  /** In front, when it has loaded; gives its context. */
  async openTab(address: string): Promise<string> {
    const { context } = (await this.send('browsingContext.create', { type: 'tab' })) as { context: string };
    await this.send('browsingContext.navigate', { context, url: address, wait: 'complete' });
    await this.send('browsingContext.activate', { context });
    return context;
  }

  async closeTab(context: string): Promise<void> {
    await this.send('browsingContext.close', { context });
  }

  /** A real click in the middle of the first element that matches. */
  async click(context: string, selector: string): Promise<void> {
    const [x, y] = await this.evaluate<[number, number]>(
      context,
      `(async () => {
        const placeOf = () => {
          const element = document.querySelector(${JSON.stringify(selector)});
          element.scrollIntoView({ block: 'center', behavior: 'instant' });
          const { left, top, width, height } = element.getBoundingClientRect();
          return [Math.round(left + width / 2), Math.round(top + height / 2)];
        };
        // Something above may be about to appear or go.
        for (let place = placeOf(); ; ) {
          await new Promise((resolve) => setTimeout(resolve, 150));
          const next = placeOf();
          if (next.join() === place.join()) return place;
          place = next;
        }
      })()`,
    );
    await this.clickAt(context, x, y);
  }

  /** A real click at this point. */
  async clickAt(context: string, x: number, y: number): Promise<void> {
    const actions = [
      { type: 'pointerMove', x, y },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
  }

  /** A click at this point of Firefox's own window, as the system's would come: BiDi clicks in pages only. */
  async clickInWindow(x: number, y: number): Promise<void> {
    await this.asFirefox(`(async () => {
      for (const type of ['mousemove', 'mousedown', 'mouseup']) {
        window.synthesizeMouseEvent(type, ${x}, ${y}, { button: 0, clickCount: 1 });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return true;
    })()`);
  }

  /** Real keys, into whatever has the focus. */
  async type(context: string, text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async screenshot(context: string): Promise<Uint8Array> {
    const { data } = (await this.send('browsingContext.captureScreenshot', { context, origin: 'document' })) as {
      data: string;
    };
    return Buffer.from(data, 'base64');
  }

  #receive(text: string): void {
    const { id, type, result, error, message } = JSON.parse(text) as Record<string, unknown>;
    const waiting = this.#waiting.get(Number(id));
    if (!waiting) return;
    this.#waiting.delete(Number(id));
    if (type === 'error') waiting.reject(new Error(`${String(error)}: ${String(message)}`));
    else waiting.resolve(result);
  }

  async #close(): Promise<void> {
    this.send('browser.close').catch(() => {});
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    await this.#ended;
    clearTimeout(timer);
    this.#socket.terminate();
  }
}
