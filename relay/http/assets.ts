/**
 * The element's script and the worker and worklet files beside it, for pages of any origin. Knows nothing of what they
 * do.
 */
import express, { type Router } from 'express';

export function createAssets(folder: string): Router {
  const router = express.Router();
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders(response) {
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        response.setHeader('Timing-Allow-Origin', '*');
        // Names carry no hash: each is asked for again, and answered with 304 while it is the same.
        response.setHeader('Cache-Control', 'no-cache');
      },
    }),
  );
  router.get('/stream-room.js', (_request, response) => {
    response.status(404).json({
      error: 'not-built',
      message: `There is no stream-room.js in ${folder}. Build the component (npm run build), or name its folder with --assets.`,
    });
  });
  return router;
}
