/**
 * A relay, put together: the only wiring. Standalone with a server of its own, or as a guest on somebody's server.
 * Knows nothing of processes and signals.
 */
import { createServer, type Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import { systemClock } from './clock.ts';
import { type Config, createConfig } from './config.ts';
import { Gateway } from './gateway/gateway.ts';
import { Heartbeat } from './gateway/heartbeat.ts';
import { UplinkReceipts } from './gateway/uplink-receipts.ts';
import { createApp } from './http/app.ts';
import { type Log, warnings } from './log.ts';
import { Registry } from './rooms/registry.ts';

export { type Config, ConfigError } from './config.ts';
export type { Log } from './log.ts';

export interface RelayOptions extends Partial<Config> {
  /** An HTTP or HTTPS server of your own; the relay adds its socket to it. Mount `router` in its app at the same `basePath`. */
  readonly server?: Server | SecureServer;
  readonly log?: Log;
}

export interface Relay {
  readonly config: Config;
  /** `/live`, `/ready`, `/stream-room.js` and the site, for your own Express app: `app.use(basePath, relay.router)`. */
  readonly router: Router;
  /** Of the server it listens on, once that listens; port 0 until then. */
  readonly port: number;
  /** The base address, for the element's `relay` attribute; ends in a slash. */
  readonly url: string;
  /** Connections open now. */
  readonly connections: number;
  /** Rooms with anybody in them now. */
  readonly rooms: number;
  /** Standalone only: resolves when it takes connections, rejects where the port cannot be had. */
  listen(): Promise<void>;
  /** Tells clients (close code 4503), then ends every connection; idempotent. A server of yours stays open. */
  close(): Promise<void>;
}

/** Headers that a browser sends fit several times. */
const MAX_HEADER_BYTES = 8 * 1024;
const MAX_HEADERS = 64;

/** Throws ConfigError for a setting that is wrong. */
export function createRelay(options: RelayOptions = {}): Relay {
  const { server: guestOf, log = warnings, ...settings } = options;
  const config = createConfig(settings);
  const clock = systemClock;
  const registry = new Registry(clock, config);
  const { heartbeatTimeoutMs, joinTimeoutMs, stallTimeoutMs } = config;
  const heartbeat = new Heartbeat(clock, Math.min(heartbeatTimeoutMs, joinTimeoutMs, stallTimeoutMs));
  const gateway = new Gateway({ config, clock, registry, heartbeat, receipts: new UplinkReceipts(clock), log });
  const lifetime = new AbortController();
  const router = createApp(config, () => !lifetime.signal.aborted, log);
  const server = guestOf ?? createOwnServer(config, router, log);
  gateway.attach(server, lifetime.signal);
  warnWithoutBufferutil(log);

  const port = () => (server.address() as AddressInfo | null)?.port ?? 0;
  let closed: Promise<void> | undefined;

  async function close(): Promise<void> {
    lifetime.abort();
    const stopped = guestOf || !server.listening ? undefined : new Promise<void>((done) => server.close(() => done()));
    await gateway.close();
    if (!guestOf) server.closeAllConnections();
    await stopped;
  }

  return {
    config,
    router,
    get port() {
      return port();
    },
    get url() {
      const host = /^(127\.|::1$|localhost$|0\.0\.0\.0$|::$)/.test(config.host) ? 'localhost' : config.host;
      return `${'setSecureContext' in server ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port()}${config.basePath === '/' ? '' : config.basePath}/`;
    },
    get connections() {
      return gateway.size;
    },
    get rooms() {
      return registry.size;
    },
    async listen() {
      if (guestOf) throw new Error('This relay is a guest on a server of yours: call listen() on that server.');
      await listen(server, config);
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}

function createOwnServer(config: Config, router: Router, log: Log): Server {
  const app = express();
  app.disable('x-powered-by');
  app.use(config.basePath, router);
  app.use((_request, response) => {
    response.status(404).json({ error: 'not-found', message: `This relay lives at ${config.basePath}.` });
  });
  const server = createServer(
    {
      headersTimeout: 8_000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    app,
  );
  server.maxHeadersCount = MAX_HEADERS;
  // Once it listens, an error is one connection's that could not be accepted; without a listener it would end the process.
  server.on('error', (error) => {
    if (server.listening) log('error', 'a connection could not be accepted:', error);
  });
  return server;
}

async function listen(server: Server, { port, host }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Browsers mask what they send; unmasking 20 KB takes 1 µs with this native module and 200 µs without. Where its native
 * part is missing it loads all the same, with JavaScript in its place.
 */
function warnWithoutBufferutil(log: Log): void {
  try {
    const { unmask } = createRequire(import.meta.url)('bufferutil') as { unmask: unknown };
    if (String(unmask).includes('[native code]')) return;
  } catch {
    // Not installed: it is the same to us.
  }
  log('warn', 'the native module "bufferutil" is missing: the relay works, at several times the cost per packet.');
}
