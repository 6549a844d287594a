/**
 * `/r/:room`, the call as a page, and `/embed/:room`, the same for frames of other sites. Knows nothing of who is in a
 * room, nor whether anybody is.
 */

import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { SOCKET_PATH, SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import type { Config } from '../config.ts';
import { Markup, markup } from './html.ts';
import { oembedAddress } from './oembed-answer.ts';
import { PREVIEWS, pageFile } from './page-files.ts';
import { frameAncestors, setPagePolicy } from './page-policy.ts';
import { type BaseOf, readRoomPath, roomAddress } from './room-address.ts';

const DESCRIPTION = 'Picture, sound, screen and chat in your browser. Nothing to install, no account.';

interface Place {
  readonly base: string;
  readonly room: string;
  readonly config: Config;
}

export function createRoomPages(config: Config, baseOf: BaseOf): Router {
  const router = express.Router();
  const ancestors = frameAncestors(config);
  router.use('/r', onRoom(config, baseOf, "'none'", callPage));
  router.use('/embed', onRoom(config, baseOf, ancestors, embedPage));
  return router;
}

function onRoom(
  config: Config,
  baseOf: BaseOf,
  ancestors: string,
  draw: (place: Place, response: Response) => Markup,
): RequestHandler {
  return (request: Request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const base = baseOf(request);
    if (base === undefined) {
      // Under a name that is not ours nothing is said that could be taken for ours.
      response.status(421).type('text').send('This relay does not go by the name in this address. Use its own.\n');
      return;
    }
    setPagePolicy(response, base, ancestors);
    // Not decoded: a slash of a name is no slash of the address.
    const reading = readRoomPath(request.path);
    if (reading.room === undefined) {
      response.status(reading.status).send(problemPage(base, reading.status, reading.message).text);
      return;
    }
    response.send(draw({ base, room: reading.room, config }, response).text);
  };
}

/** Where anybody may come into any room, others may be told what the link is. */
export const isPublic = ({ open }: Config): boolean => open === 'any-room';

function callPage({ base, room, config }: Place, response: Response): Markup {
  const title = `${room} – live call`;
  const address = roomAddress(base, 'r', room);
  const { file, width, height } = PREVIEWS[0] as (typeof PREVIEWS)[number];
  const picture = pageFile(base, file);
  if (isPublic(config)) {
    const links = FORMATS.map(
      ([format, type]) => `<${oembedAddress(base, address, format)}>; rel="alternate"; type="${type}"`,
    );
    response.set('Link', links.join(', '));
  }
  const discovery = FORMATS.map(
    ([format, type]) =>
      markup`
    <link rel="alternate" type="${type}" href="${oembedAddress(base, address, format)}" title="${title}">`,
  );
  const head = markup`<title>${title}</title>
    <meta name="description" content="${DESCRIPTION}">
    <link rel="canonical" href="${address}">${isPublic(config) ? discovery : undefined}
    <meta property="og:type" content="website">
    <meta property="og:site_name" content="${new URL(base).host}">
    <meta property="og:title" content="Join the call: ${room}">
    <meta property="og:description" content="${DESCRIPTION}">
    <meta property="og:url" content="${address}">
    <meta property="og:image" content="${picture}">
    <meta property="og:image:type" content="image/png">
    <meta property="og:image:width" content="${width}">
    <meta property="og:image:height" content="${height}">
    <meta property="og:image:alt" content="A live call: four people in their tiles">
    <meta name="twitter:card" content="summary_large_image">`;
  return page(
    base,
    markup`${head}
    <script type="module" src="${pathOf(pageFile(base, 'call.js'))}"></script>
    <script type="module" src="${pathOf(base)}stream-room.js"></script>`,
    markup`<main class="call">
      ${element({ base, room, config })}
    </main>`,
  );
}

const FORMATS = [
  ['json', 'application/json+oembed'],
  ['xml', 'text/xml+oembed'],
] as const;

/** Its script and the element's own load after the click that begins: a page may have many of these frames. */
function embedPage({ base, room, config }: Place): Markup {
  const address = roomAddress(base, 'r', room);
  const elsewhere = markup`
        <p slot="lobby-footer"><a href="${pathOf(address)}" target="_blank" rel="noopener">Open the call in its own tab</a></p>`;
  return page(
    base,
    markup`<title>${room} – live call</title>
    <link rel="canonical" href="${address}">
    <script type="module" src="${pathOf(pageFile(base, 'embed.js'))}"></script>`,
    markup`<main class="card" id="card" data-script="${pathOf(base)}stream-room.js" data-ready="${pathOf(base)}ready" data-socket="${pathOf(base)}${SOCKET_PATH}" data-protocol="${SUBPROTOCOL}">
      <img class="mark" src="${pathOf(pageFile(base, 'icon.svg'))}" alt="" width="44" height="44">
      <h1><bdi>${room}</bdi></h1>
      <p id="what">A live call on ${new URL(base).host}.</p>
      <p class="actions">
        <button id="begin" type="button" hidden>Join the call</button>
        <a id="open" href="${pathOf(address)}" target="_blank" rel="noopener">Open the call</a>
      </p>
      <p class="address" id="address" hidden>${address}</p>
      <noscript><p>This page needs JavaScript.</p></noscript>
    </main>
    <template id="call">${element({ base, room, config }, elsewhere)}</template>`,
  );
}

/** What stands in it is there until its script is. */
const element = ({ base, room, config }: Place, content?: Markup): Markup =>
  markup`<stream-room relay="${pathOf(base)}" room="${room}"${config.open === 'secret-rooms' ? new Markup(' room-secret="hash"') : undefined}>
${content}
        <p>Opening the call …</p>
        <noscript><p>A call needs JavaScript. Allow it for this page, and reload it.</p></noscript>
      </stream-room>`;

function problemPage(base: string, status: 400 | 404, message: string): Markup {
  return page(
    base,
    markup`<title>No such room</title>`,
    markup`<main class="card">
      <img class="mark" src="${pathOf(pageFile(base, 'icon.svg'))}" alt="" width="44" height="44">
      <h1>${status === 404 ? 'There is no room here' : 'This is no room’s name'}</h1>
      <p>${message}</p>
      <p>Check the link you were given, or ask for a new one.</p>
    </main>`,
  );
}

const page = (base: string, head: Markup, body: Markup): Markup =>
  markup`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#f4f6f8" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#101317" media="(prefers-color-scheme: dark)">
    <meta name="robots" content="noindex">
    <link rel="icon" href="${pathOf(pageFile(base, 'icon.svg'))}" type="image/svg+xml">
    <link rel="stylesheet" href="${pathOf(pageFile(base, 'page.css'))}">
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`;

/** Whoever came under another name of this relay stays there. */
const pathOf = (address: string): string => new URL(address).pathname;
