/** `/admin`: a page with live charts, and the figures that it draws. Knows nothing of what they mean. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Router } from 'express';
import type { History } from '../metrics/history.ts';

/** Beside the sources, or packed into the build. */
const FOLDER = ['../operator/', './operator/']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(`${path}page.html`));

const FILES = ['page.js', 'page.css', 'charts.js'];

/** The page itself says nothing that is secret: who opens it types the token, which its requests carry. */
export function createOperatorPage(history: History, guard: RequestHandler): Router {
  const router = express.Router();
  const options = { root: FOLDER ?? '.', headers: { 'Cache-Control': 'no-cache' } };
  router.get('/admin', (request, response) => {
    // Its files are beside it only with a slash at the end.
    if (request.path.endsWith('/')) response.sendFile('page.html', options);
    else response.redirect(308, 'admin/');
  });
  for (const name of FILES) {
    router.get(`/admin/${name}`, (_request, response) => {
      response.sendFile(name, options);
    });
  }
  router.get('/admin/stats', guard, (request, response) => {
    const after = Number(request.query['after'] ?? 0);
    response.json({ samples: history.since(Number.isFinite(after) ? after : 0) });
  });
  return router;
}
