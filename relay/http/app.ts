/** Everything the relay answers over HTTP, as one router. Knows nothing of sockets or rooms. */
import express, { type ErrorRequestHandler, type Router } from 'express';
import helmet from 'helmet';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createAssets } from './assets.ts';
import { createHealth } from './health.ts';

export function createApp(config: Config, isReady: () => boolean, log: Log): Router {
  const router = express.Router();
  router.use(createHelmet());
  router.use(createHealth(isReady));
  router.use(createAssets(config.assets));
  if (config.site !== undefined) router.use(express.static(config.site));
  router.use((request, response) => {
    response.status(404).json({ error: 'not-found', message: `Nothing is at ${request.originalUrl.slice(0, 200)}.` });
  });
  router.use(createErrorHandler(log));
  return router;
}

/** For the pages of `site`: they may show a call, with any relay. Assets say for themselves who may load them. */
const createHelmet = () =>
  helmet({
    contentSecurityPolicy: {
      directives: {
        connectSrc: ["'self'", 'https:', 'wss:', 'http:', 'ws:'],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        // Would turn the page's own http and ws addresses into ones that nobody listens on.
        upgradeInsecureRequests: null,
      },
    },
    // Whether this host is to be reached by https alone is for whoever runs TLS in front to say.
    strictTransportSecurity: false,
  });

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
