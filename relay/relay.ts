/**
 * A relay, put together: the only wiring. Standalone with a server of its own, or as a guest on somebody's server.
 * Knows nothing of processes and signals.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Router } from 'express';
import { createAuthenticator } from './auth/authenticator.ts';
import { systemClock } from './clock.ts';
import { openRedisCluster } from './cluster/redis-cluster.ts';
import { type Config, createConfig, isLoopback } from './config.ts';
import { createClientReader } from './gateway/client-address.ts';
import { Gateway } from './gateway/gateway.ts';
import { Heartbeat } from './gateway/heartbeat.ts';
import { UplinkReceipts } from './gateway/uplink-receipts.ts';
import { createApp } from './http/app.ts';
import { createHttpServer, listen } from './http/server.ts';
import { createSight } from './http/sight.ts';
import { AddressLimits } from './limits/address-limits.ts';
import { type Log, warnings } from './log.ts';
import { Counters } from './metrics/counters.ts';
import { openObservatory } from './metrics/observatory.ts';
import { Registry } from './rooms/registry.ts';

export { type MintOptions, mintToken, type TokenContent, type TokenKey } from './auth/mint.ts';
export { type Identify, type Person, type TokenHandlerOptions, tokenHandler } from './auth/token-handler.ts';
export { type Config, ConfigError } from './config.ts';
export type { Log } from './log.ts';

export interface RelayOptions extends Partial<Config> {
  /** An HTTP or HTTPS server of your own; the relay adds its socket to it. Mount `router` in its app at the same `basePath`. */
  readonly server?: Server | SecureServer;
  readonly log?: Log;
}

export interface Relay {
  readonly config: Config;
  /** `/live`, `/ready`, `/stream-room.js`, the pages of a call and the site, for your own Express app: `app.use(basePath, relay.router)`. */
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
  /**
   * Sends clients to the other relays over `drainMs`, where there are any, and closes the others with 4503. Called again
   * meanwhile, it closes all at once. A server of yours stays open.
   */
  close(): Promise<void>;
}

/** Throws ConfigError for a setting that is wrong. */
export function createRelay(options: RelayOptions = {}): Relay {
  const { server: guestOf, log = warnings, ...settings } = options;
  const config = createConfig(settings, guestOf !== undefined);
  const clock = systemClock;
  const lifetime = new AbortController();
  const { signal } = lifetime;

  const registry = new Registry(clock, config);
  const shared =
    config.redis === undefined
      ? undefined
      : openRedisCluster(config.redis, {
          ...{ clock, turn: registry.turn, name: config.relayId },
          onFenced: () => {
            log('error', 'this relay stood still, and the others have taken over: its clients are sent to them');
            gateway.dismiss();
            registry.abandon();
          },
          onError: (error) => log('error', 'what another relay said could not be made sense of:', error),
          onDegraded: (reason) => log('warn', `rooms are this relay's own for now: ${reason}`),
          onRecovered: () => log('info', 'the other relays are heard again'),
        });
  registry.cluster = shared?.cluster;
  const clustered = shared?.cluster.start();
  const { heartbeatTimeoutMs, joinTimeoutMs, stallTimeoutMs } = config;
  const heartbeat = new Heartbeat(clock, Math.min(heartbeatTimeoutMs, joinTimeoutMs, stallTimeoutMs));
  const authenticator = createAuthenticator(config, { clock, log, ...(shared ? { burntTokens: shared.store } : {}) });
  // Whoever calls listen() hears of it; of a guest, those who come do.
  authenticator.catch((error: unknown) => guestOf && log('error', 'nobody can be let in:', error));
  const clients = createClientReader(config.trustProxy);
  const limits = new AddressLimits(config, shared?.client);
  const counters = new Counters();
  const gateway = new Gateway({
    ...{ config, clock, registry, heartbeat, log, authenticator, clients, limits, counters },
    receipts: new UplinkReceipts(clock),
    authenticate: async (token) => (await authenticator).authenticate(token),
  });

  let isClosing = false;
  const addressOf = (request: IncomingMessage) => clients.read(request).key;
  const ownOriginOf = (request: IncomingMessage) => clients.read(request).ownOrigin;
  const bus = () => {
    if (!shared) return undefined;
    const { health, probe } = shared.cluster;
    return { ...health, missed: probe.missed, roundTripMs: probe.roundTripMs };
  };
  const census = () => ({ connections: gateway.size, ...registry.census() });
  const figures = { census, bus, isDraining: () => isClosing };
  const sight = createSight(config, openObservatory({ clock, counters, figures }, signal), log);
  const { resources } = sight;
  const router = createApp({ config, log, isReady: () => !isClosing, bus, addressOf, ownOriginOf, signal, resources });
  const serverOptions = { config, clock, log, signal, peerOf: clients.peerOf };
  const server = guestOf ?? createHttpServer(standAlone(config, router), serverOptions);
  gateway.attach(server, signal);
  warnWithoutBufferutil(log);
  if (guestOf) tellMode(config, log);

  const port = () => (server.address() as AddressInfo | null)?.port ?? 0;
  let closed: Promise<void> | undefined;

  async function close(): Promise<void> {
    isClosing = true;
    await gateway.close(config.drainMs);
    lifetime.abort();
    sight.close();
    await clustered;
    await shared?.cluster.close();
    if (guestOf || !server.listening) return;
    const stopped = new Promise<void>((done) => server.close(() => done()));
    server.closeAllConnections();
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
      await authenticator;
      await clustered;
      await listen(server, config);
      await sight.listen();
      tellMode(config, log);
    },
    close() {
      if (isClosing) void gateway.close();
      closed ??= close();
      return closed;
    },
  };
}

/** The router at its place, and what to say of every other. */
function standAlone(config: Config, router: Router): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(config.basePath, router);
  app.use((_request, response) => {
    response.status(404).json({ error: 'not-found', message: `This relay lives at ${config.basePath}.` });
  });
  return app;
}

/** Who may join is the first thing that the log says. */
function tellMode(config: Config, log: Log): void {
  const { open, host } = config;
  const rooms = open === 'any-room' ? 'any room' : 'any room whose link they have';
  if (open === 'no') log('info', 'every connection needs a token');
  else if (isLoopback(host))
    log('info', `open: whoever reaches this machine’s own address joins ${rooms} without a token`);
  else log('warn', `OPEN TO OTHERS: whoever reaches ${host} joins ${rooms} without a token`);
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
