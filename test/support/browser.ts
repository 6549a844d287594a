/** Starts the real browsers of the flow tests, with fake camera and microphone. Knows nothing of stream-room. */
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core';
import { CHROMIUM_ARGUMENTS, FIREFOX_PREFERENCES, findBrowser } from './browsers.mjs';

export type BrowserName = 'chromium' | 'firefox';

export interface BrowserOptions {
  /** More command line flags (Chromium). */
  readonly args?: readonly string[];
  /** False: sound stays blocked until a click, as for a newcomer. */
  readonly autoplay?: boolean;
  /** False: the browser refuses camera and microphone. */
  readonly permission?: boolean;
}

/** The caller closes the browser. */
export async function openBrowser(name: BrowserName, options: BrowserOptions = {}): Promise<Browser> {
  const executablePath = findBrowser(name);
  if (executablePath === undefined) {
    throw new Error(`No ${name} was found. Install it, or name it in ${name.toUpperCase()}_PATH.`);
  }
  const { autoplay = true, permission = true } = options;
  const launch: LaunchOptions =
    name === 'chromium'
      ? {
          browser: 'chrome',
          args: [
            ...CHROMIUM_ARGUMENTS.filter((flag) => permission || flag !== '--use-fake-ui-for-media-stream').filter(
              (flag) => autoplay || !flag.startsWith('--autoplay-policy'),
            ),
            '--auto-select-desktop-capture-source=Entire screen',
            ...(permission ? [] : ['--deny-permission-prompts']),
            ...(options.args ?? []),
          ],
        }
      : {
          browser: 'firefox',
          extraPrefsFirefox: {
            ...FIREFOX_PREFERENCES,
            'media.navigator.permission.disabled': permission,
            'permissions.default.camera': permission ? 1 : 2,
            'permissions.default.microphone': permission ? 1 : 2,
            ...(autoplay ? {} : { 'media.autoplay.default': 1, 'media.autoplay.blocking_policy': 2 }),
          },
        };
  return puppeteer.launch({ ...launch, executablePath, headless: true, protocolTimeout: 60_000 });
}
