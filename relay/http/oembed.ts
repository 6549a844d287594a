/**
 * `/oembed`: how another website shows a room of this relay (oembed.com). Answers for its own addresses only, and fetches
 * nothing. Knows nothing of rooms that there are.
 */
import type { IncomingMessage } from 'node:http';
import express, { type Response, type Router } from 'express';
import type { Config } from '../config.ts';
import { escapeMarkup, markup } from './markup.ts';
import { pagePath, readRoomUrl } from './room-address.ts';
import { baseOf } from './room-pages.ts';

export interface OembedOptions {
  readonly config: Config;
  readonly originOf: (request: IncomingMessage) => string | undefined;
}

/** Pixels, where the website names no limit of its own. */
const WIDTH = 800;
const HEIGHT = 600;
/** s; rooms keep their address, and what is said of them does not change. */
const CACHE_SECONDS = 86_400;

/** Every feature that the call uses where there is one. */
const ALLOW =
  'camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; screen-wake-lock; speaker-selection';

export type Answer = Readonly<Record<string, string | number>>;

export function createOembed({ config, originOf }: OembedOptions): Router {
  const router = express.Router();
  router.get('/oembed', (request, response) => {
    response.set('Access-Control-Allow-Origin', '*').set('Cross-Origin-Resource-Policy', 'cross-origin');
    const { url, format = 'json', maxwidth, maxheight } = request.query;
    if (format !== 'json' && format !== 'xml') {
      refuse(response, 501, 'bad-format', 'The parameter "format" is json or xml.');
      return;
    }
    if (typeof url !== 'string' || url === '') {
      refuse(
        response,
        400,
        'no-url',
        'The parameter "url" is missing: the address of a room, such as https://relay.example/r/team.',
      );
      return;
    }
    const base = baseOf(request, originOf);
    const room = base === undefined ? undefined : readRoomUrl(url, base);
    if (base === undefined || room === undefined) {
      refuse(response, 404, 'not-found', `The address "${url.slice(0, 200)}" is none of a room of this relay.`);
      return;
    }
    if (config.open !== 'any-room') {
      refuse(
        response,
        401,
        'private',
        'Rooms of this relay take nobody without an invitation: show them on your own page.',
      );
      return;
    }
    const answer = describe(room, base, { maxWidth: limit(maxwidth), maxHeight: limit(maxheight) });
    response.set('Cache-Control', `public, max-age=3600`);
    if (format === 'json') response.json(answer);
    else response.type('text/xml').send(toXml(answer));
  });
  return router;
}

function refuse(response: Response, status: number, error: string, message: string): void {
  response.status(status).json({ error, message });
}

/** A limit that is no size at all is none. */
function limit(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{1,6}$/.test(value)) return undefined;
  return Number(value) || undefined;
}

export interface Limits {
  readonly maxWidth?: number | undefined;
  readonly maxHeight?: number | undefined;
}

/** @param base this relay's address as the website sees it, with a slash at the end */
export function describe(room: string, base: string, { maxWidth, maxHeight }: Limits): Answer {
  const width = Math.min(WIDTH, maxWidth ?? WIDTH);
  const height = Math.min(HEIGHT, maxHeight ?? HEIGHT);
  const title = `Join the call: ${room}`;
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'stream-room',
    provider_url: base,
    width,
    height,
    cache_age: CACHE_SECONDS,
    thumbnail_url: `${base}embed-files/preview.png`,
    thumbnail_width: 1200,
    thumbnail_height: 630,
    html: frame(room, base, { title, width, height }),
  };
}

/**
 * WordPress without our plugin takes `hidden` and `allow` away: it then shows the link, and not the frame in which no
 * camera can work. Everybody else shows the frame.
 */
function frame(room: string, base: string, { title, width, height }: { title: string; width: number; height: number }) {
  return (
    markup`<blockquote hidden><a href="${`${base}${pagePath('r', room)}`}">${title}</a></blockquote>` +
    markup`<iframe src="${`${base}${pagePath('embed', room)}`}" title="${title}" width="${String(width)}" height="${String(height)}" ` +
    markup`allow="${ALLOW}" allowfullscreen loading="lazy" style="border:0;max-width:100%"></iframe>`
  );
}

/** Control characters cannot stand in XML at all; room names have none. */
export function toXml(answer: Answer): string {
  const fields = Object.entries(answer).map(([name, value]) => `  <${name}>${escapeMarkup(String(value))}</${name}>\n`);
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n${fields.join('')}</oembed>\n`;
}
