/**
 * `/r/:room`, the call as a page of its own, and `/embed/:room`, the same for frames of other websites, under a policy
 * that allows a call and nothing else. Knows nothing of rooms that there are: whoever opens one finds it.
 */
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import express, { type Request, type Response, type Router } from 'express';
import type { Config } from '../config.ts';
import { framingOrigins, roomPolicy } from './policy.ts';
import { readRoomPath } from './room-address.ts';
import { callPage, framePage, noticePage, oembedLinks } from './room-page.ts';

/** Beside the sources, or packed into the build. */
const FOLDER = ['../embed/', './embed/']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(`${path}embed.js`));

export interface RoomPagesOptions {
  readonly config: Config;
  /** This relay's origin as the client sees it; undefined where the request names none that can be believed. */
  readonly originOf: (request: IncomingMessage) => string | undefined;
}

/** This relay's address as the client sees it, with a slash at the end. */
export function baseOf(request: Request, originOf: RoomPagesOptions['originOf']): string | undefined {
  const origin = originOf(request);
  return origin === undefined ? undefined : `${origin}${request.baseUrl}/`;
}

export function createRoomPages({ config, originOf }: RoomPagesOptions): Router {
  const router = express.Router();
  const framing = framingOrigins(config);
  router.use(
    '/embed-files',
    express.static(FOLDER ?? '.', {
      index: false,
      redirect: false,
      setHeaders(response) {
        // Other websites show the picture, and a locked frame has an origin of its own.
        response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.setHeader('Cache-Control', 'no-cache');
      },
    }),
  );
  router.get(/^\/(?:r|embed)(?:\/|$)/, (request, response) => {
    const path = readRoomPath(request.path);
    if (path === undefined) {
      tell(response, 404, 'No room', 'A call is at /r/ and the name of its room, as in /r/team. Check the link.');
      return;
    }
    if ('wrong' in path) {
      tell(response, 400, 'No such room', path.wrong);
      return;
    }
    const base = baseOf(request, originOf);
    const { kind, room } = path;
    roomPolicy(response, base, kind === 'embed' ? framing : ["'none'"]);
    response.set('Cache-Control', 'no-cache').type('html');
    if (kind === 'r') {
      if (base !== undefined) response.set('Link', linkHeader(room, base));
      response.send(callPage(room, base));
    } else response.send(framePage(room, base, hostOf(request, base)));
  });
  return router;

  function tell(response: Response, status: number, title: string, sentence: string): void {
    roomPolicy(response, undefined, framing);
    response.status(status).type('html').send(noticePage(title, sentence));
  }
}

function linkHeader(room: string, base: string): string {
  const [json, xml] = oembedLinks(room, base);
  return `<${json}>; rel="alternate"; type="application/json+oembed", <${xml}>; rel="alternate"; type="text/xml+oembed"`;
}

const hostOf = (request: Request, base: string | undefined): string =>
  base === undefined ? (request.headers.host ?? '') : new URL(base).host;
