/** Everything the relay answers over HTTP, as one router. Knows nothing of sockets or rooms. */
import type { IncomingMessage } from 'node:http';
import express, { type ErrorRequestHandler, type Router } from 'express';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { BusFigures } from '../metrics/figures.ts';
import { createAssets } from './assets.ts';
import { createBodyParser } from './body.ts';
import { createHealth } from './health.ts';
import { createOembed } from './oembed.ts';
import { createPageFiles } from './page-files.ts';
import { ownPolicy, sitePolicy } from './policy.ts';
import { createRateLimit } from './rate-limit.ts';
import { createBaseOf } from './room-address.ts';
import { createRoomPages } from './room-pages.ts';

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  readonly isReady: () => boolean;
  /** The way to the other relays, where there are any. */
  readonly bus?: () => BusFigures | undefined;
  /** What requests are counted by. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** This relay's origin as the client sees it; undefined where the request names none that can be believed. */
  readonly ownOriginOf?: (request: IncomingMessage) => string | undefined;
  /** Of the relay. */
  readonly signal: AbortSignal;
  /** Resources of the relay's own, under its strict policy; behind the rate limit. */
  readonly resources?: readonly Router[];
}

export function createApp(options: AppOptions): Router {
  const { config, log, isReady, bus, addressOf, signal, ownOriginOf = () => undefined, resources = [] } = options;
  const router = express.Router();
  router.use(ownPolicy(config));
  // Before the limit: who asks is a load balancer, and all of its clients would pay for a wrong answer.
  router.use(createHealth(() => ({ isClosing: !isReady(), bus: bus?.() })));
  router.use(createRateLimit(addressOf, signal));
  router.use(createBodyParser());
  for (const resource of resources) router.use(resource);
  const baseOf = createBaseOf(config, ownOriginOf);
  router.use(createPageFiles());
  router.use(createRoomPages(config, baseOf));
  router.use(createOembed(config, baseOf, createBaseOf({ ...config, publicUrl: undefined }, ownOriginOf)));
  router.use(sitePolicy(config));
  router.use(createAssets(config.assets));
  if (config.site !== undefined) router.use(express.static(config.site));
  router.use((request, response) => {
    response.status(404).json({ error: 'not-found', message: `Nothing is at ${request.originalUrl.slice(0, 200)}.` });
  });
  router.use(createErrorHandler(log));
  return router;
}

function createErrorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status >= 500) log('error', 'a request failed:', error);
    response
      .status(status)
      .json(
        status >= 500
          ? { error: 'relay-error', message: 'The relay failed at this request.' }
          : { error: 'bad-request', message: 'This request cannot be read.' },
      );
  };
}

function statusOf(error: unknown): number {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
