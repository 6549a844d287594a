/**
 * `size`: what a browser loads before the lobby shows, and what a call loads after that, compressed as servers
 * compress it. Counted where it is served, so that workers and worklets are in it. Knows nothing of what is in the files.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import type { Page } from 'puppeteer-core';
import { createRelay } from 'stream-room-relay';
import { openBrowser } from '../../support/browser.ts';
import { openTab, roomHtml, untilConnected, untilPicturesMove } from '../../support/room-page.ts';
import type { Bench, BenchOptions, BenchResult } from '../bench.ts';
import { BUILD, ensureBuilt } from '../build.ts';
import type { Table } from '../report.ts';

const MAX_LOBBY_BYTES = 40 * 1024;
/** For what loads a little later than what was waited for. */
const SETTLE_MS = 3_000;

export const sizeBench: Bench = {
  name: 'size',
  summary: 'bytes of script before the lobby shows and in a call',
  needsBrowser: true,
  run,
};

type Phase = 'lobby' | 'preview' | 'call';

interface LoadedFile {
  readonly path: string;
  /** Until when it was first asked for. */
  readonly phase: Phase;
  readonly rawBytes: number;
  readonly gzipBytes: number;
}

declare global {
  interface Window {
    /** When the element had said that it is ready and its lobby was in the page; `performance.now()`. */
    lobbyShownAt?: number;
  }
}

async function run({ onProgress }: BenchOptions): Promise<BenchResult> {
  await ensureBuilt(onProgress);
  const app = express();
  const server = createServer(app);
  const requested: string[] = [];
  server.on('request', ({ url = '/' }) => requested.push(pathOf(url)));
  const relay = createRelay({ server, host: '127.0.0.1', open: 'any-room' });
  app.get('/page', (request, response) => {
    response.send(
      roomHtml('', `room="size" display-name="Size"${request.query['join'] === undefined ? '' : ' autojoin'}`),
    );
  });
  app.use(relay.router);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await openBrowser('chromium');
  try {
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const openRoom = async (query: string): Promise<Page> => {
      const page = await openTab(await browser.createBrowserContext());
      // tsx names the functions in what it compiles by a helper that pages do not have.
      await page.evaluateOnNewDocument('globalThis.__name = (target) => target');
      await noteLobby(page);
      await page.goto(`${origin}/page${query}`);
      return page;
    };
    const page = await openRoom('');
    const { lobby, preview } = await loadedByLobby(page);
    onProgress(`the lobby shows after ${lobby.join(', ')}`);

    await untilConnected(await openRoom('?join'));
    const before = requested.length;
    const joining = await openRoom('?join');
    await untilConnected(joining);
    await untilPicturesMove(joining, 1);
    await delay(SETTLE_MS);
    const known = new Set([...lobby, ...preview]);
    const call = scripts(requested.slice(before)).filter((path) => !known.has(path));
    return report(
      await Promise.all([
        ...lobby.map((path) => measure(path, 'lobby')),
        ...preview.map((path) => measure(path, 'preview')),
        ...call.map((path) => measure(path, 'call')),
      ]),
    );
  } finally {
    await browser.close();
    await relay.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const pathOf = (url: string): string => new URL(url, 'http://relay').pathname;

const scripts = (urls: readonly string[]): string[] =>
  [...new Set(urls.map(pathOf))].filter((path) => /\.m?js$/.test(path));

const noteLobby = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    addEventListener('ready', () => {
      const look = () => {
        const lobby = document.querySelector('stream-room')?.shadowRoot?.querySelector('[part~=lobby]');
        if (lobby) window.lobbyShownAt = performance.now();
        else requestAnimationFrame(look);
      };
      look();
    });
  });

/** Scripts that the page had begun to load when the lobby showed, and those that its preview loaded after that. */
async function loadedByLobby(page: Page): Promise<{ lobby: string[]; preview: string[] }> {
  await page.waitForFunction(() => window.lobbyShownAt !== undefined);
  await delay(SETTLE_MS);
  const entries = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name, startTime }) => ({
      name,
      isForLobby: startTime <= (window.lobbyShownAt ?? 0),
    })),
  );
  const lobby = scripts(entries.filter(({ isForLobby }) => isForLobby).map(({ name }) => name));
  const preview = scripts(entries.map(({ name }) => name)).filter((path) => !lobby.includes(path));
  return { lobby, preview };
}

async function measure(path: string, phase: Phase): Promise<LoadedFile> {
  const bytes = await readFile(join(BUILD, path));
  return { path, phase, rawBytes: bytes.byteLength, gzipBytes: gzipSync(bytes, { level: 9 }).byteLength };
}

function report(files: readonly LoadedFile[]): BenchResult {
  const sum = (...phases: Phase[]) =>
    files.filter(({ phase }) => phases.includes(phase)).reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0);
  const table: Table = {
    title: 'Scripts that a page loads',
    columns: ['file', 'first needed by', 'bytes', 'gzip bytes'],
    rows: [
      ...files.map(({ path, phase, rawBytes, gzipBytes }) => [path, phase, String(rawBytes), String(gzipBytes)]),
      ['together, until the lobby shows', '', '', String(sum('lobby'))],
      ['together, with its preview', '', '', String(sum('lobby', 'preview'))],
      ['together, in a call', '', '', String(sum('lobby', 'preview', 'call'))],
    ],
    notes: [
      'lobby: begun to load when the element was ready and its lobby in the page. preview: loaded by the lobby after that.',
      'call: on top by a page that joins a call of two and sees the other move.',
    ],
  };
  const bytes = sum('lobby');
  return {
    tables: [table],
    goals: [
      {
        text: `what loads before the lobby shows is at most ${MAX_LOBBY_BYTES} bytes gzip`,
        seen: `${bytes} bytes`,
        reached: bytes > 0 && bytes <= MAX_LOBBY_BYTES,
      },
    ],
    worstLoad: 0,
  };
}
