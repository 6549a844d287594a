/**
 * Where the relay's figures can be seen: on the main port behind the metrics token, and on a port of their own. Knows
 * nothing of what they are.
 */
import type { Router } from 'express';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Observatory } from '../metrics/observatory.ts';
import { requireBearer } from './bearer.ts';
import { createMetricsRouter } from './metrics.ts';
import { type MetricsServer, openMetricsServer } from './metrics-server.ts';
import { createOperatorPage } from './operator-page.ts';
import { ownPolicy } from './policy.ts';

export interface Sight {
  /** For the main port; none without a token. */
  readonly resources: readonly Router[];
  /** Opens the other port, where there is to be one. Rejects where it cannot be had. */
  listen(): Promise<void>;
  close(): void;
}

export function createSight(config: Config, { metrics, history }: Observatory, log: Log): Sight {
  const { metricsToken, metricsPort: port, metricsHost: host } = config;
  const guard = requireBearer(metricsToken);
  const resources = [createMetricsRouter(metrics, guard), createOperatorPage(history, guard)];
  let server: MetricsServer | undefined;
  return {
    resources: metricsToken === undefined ? [] : resources,
    async listen() {
      if (port === 0) return;
      // Whether this host has TLS says nothing of this port.
      server = await openMetricsServer({ port, host, resources, policy: ownPolicy({ hsts: false }), log });
      log('info', `metrics and the operator's page are on http://${host}:${server.port}/admin/`);
    },
    close() {
      server?.close();
    },
  };
}
