/**
 * `/oembed`: what to put into a page for the link of a room of this relay. Asks nobody: it only reads the address that it
 * is given. Knows nothing of who is in a room.
 */
import express, { type Response, type Router } from 'express';
import type { Config } from '../config.ts';
import { isPublic } from './call-page.ts';
import { OEMBED_CACHE_SECONDS, oembedAnswer, oembedXml } from './oembed-answer.ts';
import { type BaseOf, readRoomAddress } from './room-address.ts';

/** @param ownBaseOf under which name this request came, whatever the public one is */
export function createOembed(config: Config, baseOf: BaseOf, ownBaseOf: BaseOf): Router {
  const router = express.Router();
  router.get('/oembed', (request, response) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
    const { url, format = 'json', maxwidth, maxheight } = request.query;
    if (typeof url !== 'string' || url === '') {
      return refuse(response, 400, 'no-url', 'Say once which link it is about: /oembed?url=<address of a room>.');
    }
    if (format !== 'json' && format !== 'xml') {
      return refuse(response, 501, 'unknown-format', 'This is answered as format=json and as format=xml only.');
    }
    const base = baseOf(request);
    const bases = [base, ownBaseOf(request)].filter((each) => each !== undefined);
    const link = readRoomAddress(url, bases);
    if (base === undefined || link === undefined) {
      return refuse(response, 404, 'not-ours', 'This link is none to a room of this relay, such as <relay>/r/team.');
    }
    if (!isPublic(config)) {
      const message = 'Rooms of this relay are not open to everybody who has their address: nothing is told of them.';
      return refuse(response, 401, 'private', message);
    }
    const answer = oembedAnswer(base, link, { maxWidth: readLimit(maxwidth), maxHeight: readLimit(maxheight) });
    response.set('Cache-Control', `public, max-age=${OEMBED_CACHE_SECONDS}`);
    if (format === 'xml') response.type('text/xml; charset=utf-8').send(oembedXml(answer));
    else response.json(answer);
  });
  return router;
}

/** What is no size is no limit: somebody's mistake, and no reason to show nothing. */
function readLimit(value: unknown): number | undefined {
  const size = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Math.floor(Number(value)) : 0;
  return size >= 1 ? size : undefined;
}

function refuse(response: Response, status: number, error: string, message: string): void {
  response.status(status).set('Cache-Control', 'no-store').json({ error, message });
}
