/**
 * The HTTP server of a relay that stands alone, plain or with TLS: who is slow is cut off, certificates are read anew
 * when their files change. Knows nothing of what is served.
 */
import { readFileSync, statSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { ConfigError } from '../config.ts';
import { Counts } from '../limits/counts.ts';
import type { Log } from '../log.ts';

/** Headers that a browser sends fit several times. */
const MAX_HEADER_BYTES = 8 * 1024;
const MAX_HEADERS = 64;
/** ms between two looks at the certificate's files; whoever renews it does so days ahead. */
const CERTIFICATE_INTERVAL_MS = 10_000;
/** ms in which a connection must have said what it wants. */
const HEADERS_TIMEOUT_MS = 8_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** ms a connection is kept for its next request. */
const KEEP_ALIVE_MS = 5_000;
/** ms in which a client must take at least some of an answer. */
const IDLE_TIMEOUT_MS = 30_000;
/** Connections of one address beside its WebSockets: a browser opens six for a page and its scripts. */
const MAX_IDLE_PER_ADDRESS = 200;

export interface ServerOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what watches files. */
  readonly signal: AbortSignal;
  /** What TCP connections are counted by; undefined for those that are not: of proxies that many come through. */
  readonly peerOf: (socket: Socket) => string | undefined;
}

/** Throws ConfigError where the certificate cannot be read. */
export function createHttpServer(handler: RequestListener, options: ServerOptions): Server | SecureServer {
  const { config, log } = options;
  const limits = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const certificate = readCertificate(config);
  const server = certificate
    ? createSecureServer(
        { ...limits, ...certificate, minVersion: 'TLSv1.2', handshakeTimeout: HEADERS_TIMEOUT_MS },
        handler,
      )
    : createServer(limits, handler);
  server.maxHeadersCount = MAX_HEADERS;
  // Sockets that were upgraded have their own ways to notice silence.
  server.timeout = IDLE_TIMEOUT_MS;
  limitPeers(server, options);
  if (certificate) watchCertificate(server as SecureServer, options);
  // Once it listens, an error is one connection's that could not be accepted; without a listener it would end the process.
  server.on('error', (error) => {
    if (server.listening) log('error', 'a connection could not be accepted:', error);
  });
  return server;
}

/** Resolves when it takes connections, rejects where the port cannot be had. */
export async function listen(server: Server | SecureServer, { port, host }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A connection that says nothing costs memory, too, for as long as the headers may take. */
function limitPeers(server: Server | SecureServer, { config, peerOf }: ServerOptions): void {
  const peers = new Counts(config.maxConnectionsPerAddress + MAX_IDLE_PER_ADDRESS);
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    if (peer === undefined) return;
    const release = peers.take(peer);
    if (release) socket.once('close', release);
    else socket.destroy();
  });
}

interface Certificate {
  readonly cert: string;
  readonly key: string;
}

function readCertificate({ tlsCert, tlsKey }: Config): Certificate | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  try {
    return { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') };
  } catch (cause) {
    throw new ConfigError(`tlsCert or tlsKey cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** By looking, not by notification: those who renew certificates replace files, or the links to them. */
function watchCertificate(server: SecureServer, { config, clock, log, signal }: ServerOptions): void {
  let seen = fingerprint(config);
  const timer = clock.every(CERTIFICATE_INTERVAL_MS, () => {
    const now = fingerprint(config);
    if (now === seen || now === undefined) return;
    seen = now;
    try {
      const certificate = readCertificate(config);
      if (certificate) server.setSecureContext({ ...certificate, minVersion: 'TLSv1.2' });
      log('info', 'the TLS certificate was read anew');
    } catch (error) {
      // Half written, or not the key of that certificate: the old one holds, and the files change once more.
      log('error', 'the new TLS certificate cannot be used, the old one is kept:', error);
    }
  });
  signal.addEventListener('abort', () => timer.cancel(), { once: true });
}

/** Undefined while one of them is missing. */
function fingerprint({ tlsCert = '', tlsKey = '' }: Config): string | undefined {
  try {
    return [tlsCert, tlsKey]
      .map((path) => statSync(path))
      .map(({ mtimeMs, size, ino }) => [mtimeMs, size, ino].join())
      .join();
  } catch {
    return undefined;
  }
}
