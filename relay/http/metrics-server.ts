/** `/metrics` and `/admin` on a port of their own. Knows nothing of the relay's main port. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler, type Router } from 'express';
import type { Log } from '../log.ts';

export interface MetricsServer {
  readonly port: number;
  close(): void;
}

interface MetricsServerOptions {
  readonly port: number;
  readonly host: string;
  readonly policy: readonly RequestHandler[];
  readonly resources: readonly Router[];
  readonly log: Log;
}

/** Resolves when it listens; rejects where the port cannot be had. */
export async function openMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { port, host, policy, resources, log } = options;
  const app = express();
  app.disable('x-powered-by');
  for (const each of policy) app.use(each);
  for (const each of resources) app.use(each);
  app.get('/', (_request, response) => response.redirect(307, '/admin/'));
  app.use((_request, response) => {
    response.status(404).json({ error: 'not-found', message: 'This port has /metrics and /admin.' });
  });
  const server = createServer({ headersTimeout: 8_000, requestTimeout: 10_000 }, app);
  server.listen(port, host);
  await once(server, 'listening');
  server.on('error', (error) => log('error', 'a connection to the metrics port failed:', error));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
