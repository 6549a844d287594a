/**
 * One run of one path: two pages in two browser contexts, a stamped scene for a camera, a sampler on the other side.
 * Knows nothing of which paths there are.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../../support/browser.ts';
import { openSite, type SitePage } from '../../support/site.ts';
import { Child } from '../child.ts';
import { observeHostLoad } from '../host-load.ts';
import { percentile } from '../statistics.ts';
import type { Samples } from './pages/sampler.ts';
import type { GlassPath, Size } from './paths.ts';

export interface GlassRun {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly framesPerSecond: number;
  /** Frames that the camera took in the same time. */
  readonly sourceFramesPerSecond: number;
  /** Of the received picture. */
  readonly width: number;
  readonly height: number;
  /** Browser, relay and sampler together. */
  readonly cores: number;
  /** The part of it that the sampler used. */
  readonly samplerCores: number;
  readonly othersCores: number;
  /** Readings of a picture that held no stamp, of all. */
  readonly unreadableShare: number;
  /** By how much the two pages' clocks may differ: a bound on the error of every latency. */
  readonly clockSkewMs: number;
}

export interface RunLengths {
  /** Until rate control of every path is at rest. */
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/**
 * 30 frames a second, but not quite: two refreshes of a 60 Hz display are 33.3 ms, and a camera that kept step with them
 * would have its whole run decided by the phase it started in. So every run goes through all phases, as real ones do.
 */
const CAMERA_INTERVAL_MS = 33.5;

const BROWSER_ARGS = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // WebRTC on a machine without a network: loopback addresses as candidates, and not under names that need a resolver.
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** At 720p a reading of a canvas painted by a worker takes 1.7 ms: less often, for the same share of the processor. */
const samplingOf = ({ width }: Size) => ({ everyMs: width > 640 ? 4 : 2, restMs: 20 });

export async function runGlass(path: GlassPath, size: Size, { warmUpMs, measureMs }: RunLengths): Promise<GlassRun> {
  const pages: Record<string, SitePage> = {};
  const site = await openSite(pages);
  const host = new URL('../relay/relay-host.ts', import.meta.url);
  const relay = path.relay ? new Child(host, { PAGE_ORIGIN: site.origin }) : undefined;
  const port = (await relay?.ask<number>('open', { contestant: path.relay })) ?? 0;
  const [page, worker] = await Promise.all([bundle('pages/page.ts'), bundle('pages/camera-worker.ts')]);
  Object.assign(pages, {
    '/send': { body: path.html('send', port, size) },
    '/receive': { body: path.html('receive', port, size) },
    '/camera-worker.js': { body: worker, type: 'text/javascript' },
  });
  const browser = await openBrowser('chromium', { args: BROWSER_ARGS });
  try {
    const sender = await openPage(browser, page);
    const receiver = await openPage(browser, page);
    await sender.evaluateOnNewDocument(
      (url, camera) => {
        const countFrames = window.glass.installCamera(url, camera);
        Object.assign(window, { countFrames });
      },
      `${site.origin}/camera-worker.js`,
      { ...size, framesPerSecond: 1000 / CAMERA_INTERVAL_MS },
    );
    await Promise.all([sender.goto(`${site.origin}/send`), receiver.goto(`${site.origin}/receive`)]);
    await path.start(sender, receiver, port);
    await receiver.evaluate(
      `globalThis.sampler = glass.startSampling(() => ${path.picture} ?? undefined, ${JSON.stringify(samplingOf(size))})`,
    );
    await delay(warmUpMs);
    await take(receiver);
    const endLoad = observeHostLoad();
    const framesBefore = await countFrames(sender);
    await delay(measureMs);
    const [samples, framesAfter] = await Promise.all([take(receiver), countFrames(sender)]);
    const load = endLoad();
    const clockSkewMs = Math.abs((await clockOffsetMs(sender)) - (await clockOffsetMs(receiver)));
    return {
      ...figures(samples),
      sourceFramesPerSecond: (framesAfter - framesBefore) / samples.seconds,
      cores: load.own,
      othersCores: load.others,
      clockSkewMs,
    };
  } finally {
    await Promise.all([browser.close(), site.close(), relay?.close()]);
  }
}

const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const take = (page: Page) => page.evaluate('sampler.take()') as Promise<Samples>;
const countFrames = (page: Page) => page.evaluate('countFrames()') as Promise<number>;

async function openPage(browser: Browser, script: string): Promise<Page> {
  // A context of its own: else both pages could share one process, and the main thread in it.
  const page = await (await browser.createBrowserContext()).newPage();
  page.on('pageerror', (error) =>
    console.warn(`The page said: ${error instanceof Error ? error.message : String(error)}`),
  );
  await page.evaluateOnNewDocument(script);
  return page;
}

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** The page's clock minus ours, from the quickest of some questions. */
async function clockOffsetMs(page: Page): Promise<number> {
  let best = { roundTripMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
  for (let i = 0; i < 20; i++) {
    const before = performance.timeOrigin + performance.now();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const roundTripMs = performance.timeOrigin + performance.now() - before;
    if (roundTripMs < best.roundTripMs) best = { roundTripMs, offsetMs: there - before - roundTripMs / 2 };
  }
  return best.offsetMs;
}

function figures(samples: Samples) {
  const { latenciesMs, seconds, width, height, reads, unreadable, readingMs } = samples;
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    framesPerSecond: latenciesMs.length / seconds,
    width,
    height,
    samplerCores: readingMs / 1000 / seconds,
    unreadableShare: reads === 0 ? 1 : unreadable / reads,
  };
}
