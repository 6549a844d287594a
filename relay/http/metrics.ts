/** `/metrics`, for Prometheus. Knows nothing of what is measured. */
import express, { type RequestHandler, type Router } from 'express';
import type { Metrics } from '../metrics/metrics.ts';

export function createMetricsRouter(metrics: Metrics, guard: RequestHandler): Router {
  const router = express.Router();
  router.get('/metrics', guard, async (_request, response) => {
    response.set('Content-Type', metrics.contentType).send(await metrics.read());
  });
  return router;
}
