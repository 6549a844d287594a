/** A browser tab with one `<stream-room>`, and what a flow test asks of it. Knows nothing of the relay's insides. */
import type { Browser, BrowserContext, ElementHandle, Frame, Page } from 'puppeteer-core';
import type { Call } from '../../component/call/call.ts';
import type { CallState } from '../../component/call/call-state.ts';
import type { StreamRoom } from '../../component/stream-room.ts';

declare global {
  interface Window {
    /** What the page heard last: root mean square of the sound going to the loudspeaker. */
    heardLevel?: () => number;
    seenEvents?: { type: string; detail: unknown }[];
  }
}

/** The page a site owner writes, and nothing more. */
export const roomHtml = (relay: string, attributes: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Room</title>
<style>html,body{height:100%;margin:0}stream-room{display:block;width:100%;height:100%}</style>
<script type="module" src="${relay}/stream-room.js"></script></head>
<body><stream-room ${attributes}></stream-room></body></html>`;

/** tsx wraps named functions in a helper of its own, which a page that is handed one has to have as well. */
export const acceptNamedFunctions = (page: Page): Promise<unknown> =>
  page.evaluateOnNewDocument('globalThis.__name ??= (value) => value');

/** Opens a tab that listens to its own loudspeaker and notes the element's events; the caller goes somewhere with it. */
export async function openTab(browser: Browser | BrowserContext): Promise<Page> {
  const page = await browser.newPage();
  await acceptNamedFunctions(page);
  await page.evaluateOnNewDocument(() => {
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) {
        const analyser = new AnalyserNode(this.context, { fftSize: 2048 });
        const samples = new Float32Array(analyser.fftSize);
        connect.call(this, analyser);
        window.heardLevel = () => {
          analyser.getFloatTimeDomainData(samples);
          return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
        };
      }
      return connect.apply(this, args);
    } as typeof AudioNode.prototype.connect;
    window.seenEvents = [];
    const types = ['ready', 'join', 'leave', 'participant-join', 'participant-leave', 'participant-update', 'error'];
    types.push(
      'chat-message',
      'connection-change',
      'microphone-toggle',
      'camera-toggle',
      'audio-blocked',
      'permission',
    );
    for (const type of types) {
      addEventListener(type, (event) => {
        const detail: unknown = (event as CustomEvent).detail ?? null;
        let copy: unknown;
        try {
          copy = JSON.parse(JSON.stringify(detail));
        } catch {
          copy = String(detail);
        }
        window.seenEvents?.push({ type, detail: copy });
      });
    }
  });
  return page;
}

export const stateOf = (page: Page): Promise<CallState> =>
  page.evaluate(() => {
    const { call } = document.querySelector('stream-room') as StreamRoom & { call: Call };
    return JSON.parse(JSON.stringify(call.state.value)) as CallState;
  });

/** Waits until it holds in the page. By a timer: hidden tabs draw no frames, and would never be asked. */
export const until = (page: Page, condition: () => unknown, timeout = 20_000): Promise<unknown> =>
  page.waitForFunction(condition, { timeout, polling: 100 });

/** Waits until the element is in the room. */
export const untilConnected = (page: Page, timeout = 20_000): Promise<unknown> =>
  page.waitForFunction(
    () => (document.querySelector('stream-room') as StreamRoom | null)?.call?.state.value.connection === 'connected',
    { timeout, polling: 100 },
  );

/** Waits until this many remote pictures move: their pixels change and they have the size of a frame. */
export async function untilPicturesMove(page: Page, count: number, timeout = 20_000): Promise<void> {
  await page.waitForFunction(
    async (wanted) => {
      const room = document.querySelector('stream-room');
      const pictures: HTMLCanvasElement[] = [];
      const search = (root: ParentNode): void => {
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot) search(element.shadowRoot);
          if (element.matches('[data-participant-id] canvas[part~=video], canvas[part~=video]')) {
            pictures.push(element as HTMLCanvasElement);
          }
        }
      };
      if (room?.shadowRoot) search(room.shadowRoot);
      const small = new OffscreenCanvas(64, 48);
      const context = small.getContext('2d', { willReadFrequently: true });
      if (!context) return false;
      const fingerprint = (canvas: HTMLCanvasElement) => {
        context.drawImage(canvas, 0, 0, 64, 48);
        return context.getImageData(0, 0, 64, 48).data.join();
      };
      const usable = pictures.filter((canvas) => canvas.width >= 160 && canvas.height >= 90);
      if (usable.length < wanted) return false;
      const before = usable.map(fingerprint);
      await new Promise((resolve) => setTimeout(resolve, 400));
      return usable.filter((canvas, index) => fingerprint(canvas) !== before[index]).length >= wanted;
    },
    { timeout, polling: 200 },
    count,
  );
}

/** Waits until sound comes out of this tab's loudspeaker. The fake microphone beeps once a second. */
export const untilHeard = (page: Page, timeout = 15_000): Promise<unknown> =>
  page.waitForFunction(() => (window.heardLevel?.() ?? 0) > 0.01, { timeout, polling: 20 });

/** Calls a method of the element. */
export const onElement = <Result>(page: Page, body: (room: StreamRoom) => Result | Promise<Result>): Promise<Result> =>
  page.evaluate(`(${body.toString()})(document.querySelector('stream-room'))`) as Promise<Result>;

/** Something inside the element, once it is there. Asked again and again: what changes in a shadow tells nobody. */
export async function insideRoom(target: Page | Frame, selector: string, timeout = 20_000): Promise<ElementHandle> {
  const found = await target.waitForFunction(
    (wanted) => document.querySelector('stream-room')?.shadowRoot?.querySelector(wanted) ?? false,
    { timeout, polling: 100 },
    selector,
  );
  return found.asElement() as ElementHandle;
}
