/** Starts Firefox with a profile of its own, ready for WebDriver BiDi. Knows nothing of what is said over it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../browsers.mjs';

const QUIET = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'browser.startup.page': 0,
  'app.update.enabled': false,
  'extensions.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#',
  'intl.accept_languages': 'en-US, en',
  'media.navigator.streams.fake': true,
};

const START_MS = 40_000; // on two busy cores

export interface FirefoxProcess {
  readonly child: ChildProcess;
  /** `ws://…`, of its BiDi server. */
  readonly address: string;
  /** To be removed when it has ended. */
  readonly profile: string;
}

export interface FirefoxOptions {
  /** False: with a window, for a person. */
  readonly headless?: boolean;
}

export async function startFirefox(
  preferences: Readonly<Record<string, string | number | boolean>>,
  { headless = true }: FirefoxOptions = {},
): Promise<FirefoxProcess> {
  const path = findBrowser('firefox');
  assert.ok(path, 'No Firefox was found. Install it, or name it in FIREFOX_PATH.');
  const profile = mkdtempSync(join(tmpdir(), 'stream-room-firefox-'));
  const lines = Object.entries({ ...QUIET, ...preferences }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const switches = [
    ...(headless ? ['--headless'] : []),
    '--no-remote',
    '--remote-debugging-port=0',
    '--remote-allow-system-access',
  ];
  const env = { ...process.env, MOZ_HEADLESS_WIDTH: '1200', MOZ_HEADLESS_HEIGHT: '900' };
  const child = spawn(path, [...switches, '--profile', profile, 'about:blank'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, address: await addressOf(child), profile };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`Firefox did not say where it listens:\n${said}`)), START_MS);
    const onData = (data: Buffer) => {
      said += String(data);
      const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
  });
}
