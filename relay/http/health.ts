/** `/live`: this process turns its loop. `/ready`: it takes new calls. Knows nothing of calls. */
import express, { type Router } from 'express';

export function createHealth(isReady: () => boolean): Router {
  const router = express.Router();
  router.get('/live', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'live' });
  });
  router.get('/ready', (_request, response) => {
    const ready = isReady();
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'closing' });
  });
  return router;
}
