/** `/live`: this process turns its loop. `/ready`: it takes new calls, or why not. Knows nothing of calls. */
import express, { type Router } from 'express';
import type { BusFigures } from '../metrics/figures.ts';

export interface Readiness {
  readonly isClosing: boolean;
  /** Undefined where this relay is the only one. */
  readonly bus: BusFigures | undefined;
}

export function createHealth(read: () => Readiness): Router {
  const router = express.Router();
  router.get('/live', (_request, response) => {
    // Whoever sets up a page or an extension elsewhere asks here whether this is a relay; that is no secret.
    response.set({ 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' }).json({ status: 'live' });
  });
  router.get('/ready', (_request, response) => {
    const reasons = reasonsOf(read());
    const [first] = reasons;
    response
      .status(first ? 503 : 200)
      .set('Cache-Control', 'no-store')
      .json(first ? { status: first.code, reasons } : { status: 'ready' });
  });
  return router;
}

interface Reason {
  readonly code: 'closing' | 'degraded';
  readonly message: string;
  readonly since?: string;
}

function reasonsOf({ isClosing, bus }: Readiness): readonly Reason[] {
  const reasons: Reason[] = [];
  if (isClosing) reasons.push({ code: 'closing', message: 'Clients are sent to other relays; this one ends.' });
  if (bus?.state === 'degraded') {
    reasons.push({
      code: 'degraded',
      message: `This relay does not hear the others: ${bus.reason}. Rooms on it go on.`,
      since: new Date(bus.sinceMs).toISOString(),
    });
  }
  return reasons;
}
