/**
 * The element's script and the worker and worklet files beside it, for pages of any origin. Knows nothing of what they
 * do.
 */
import express, { type Router } from 'express';

/** Names that carry a hash of their content, as the build gives to chunks. */
const HASHED = /-[\w-]{8}\.\w+$/;

export function createAssets(folder: string): Router {
  const router = express.Router();
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders(response, path) {
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        response.setHeader('Timing-Allow-Origin', '*');
        // Without a hash in its name a file is asked for again each time, and answered with 304 while it is the same.
        response.setHeader('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
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
