/**
 * What is on the two pages of a call: the element, and for frames a card before it. Knows nothing of requests, nor of who is
 * in a room.
 */
import { SOCKET_PATH, SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import type { Config } from '../config.ts';
import { CALL_WORDS, filled, laterWords } from './call-words.ts';
import { Markup, markup } from './html.ts';
import { oembedAddress } from './oembed-answer.ts';
import { PREVIEWS, pageFile } from './page-files.ts';
import { LANGUAGES, type PageLanguage } from './page-language.ts';
import { mark, page, pathOf } from './page-shell.ts';
import { roomAddress } from './room-address.ts';

export interface Place {
  readonly base: string;
  readonly room: string;
  readonly config: Pick<Config, 'open'>;
  readonly speech: PageLanguage;
}

/** Where anybody may come into any room, others may be told what the link is. */
export const isPublic = ({ open }: Pick<Config, 'open'>): boolean => open === 'any-room';

const FORMATS = [
  ['json', 'application/json+oembed'],
  ['xml', 'text/xml+oembed'],
] as const;

/** For a header `Link`. */
export function discoveryLinks({ base, room, config, speech }: Place): readonly string[] {
  if (!isPublic(config)) return [];
  const address = roomAddress(base, 'r', room, speech);
  return FORMATS.map(([format, type]) => `<${oembedAddress(base, address, format)}>; rel="alternate"; type="${type}"`);
}

export function callPage(place: Place): Markup {
  const { base, room, config, speech } = place;
  const words = CALL_WORDS[speech.language];
  const title = filled(words.title, { room });
  const address = roomAddress(base, 'r', room, speech);
  const { file, width, height } = PREVIEWS[0] as (typeof PREVIEWS)[number];
  const picture = pageFile(base, file);
  const discovery = FORMATS.map(
    ([format, type]) =>
      markup`
    <link rel="alternate" type="${type}" href="${oembedAddress(base, address, format)}" title="${title}">`,
  );
  const head = markup`<title>${title}</title>
    <meta name="description" content="${words.description}">
    <link rel="canonical" href="${address}">${isPublic(config) ? discovery : undefined}
    <meta property="og:type" content="website">
    <meta property="og:site_name" content="${new URL(base).host}">
    <meta property="og:title" content="${filled(words.invitation, { room })}">
    <meta property="og:description" content="${words.description}">
    <meta property="og:url" content="${address}">
    <meta property="og:image" content="${picture}">
    <meta property="og:image:type" content="image/png">
    <meta property="og:image:width" content="${width}">
    <meta property="og:image:height" content="${height}">
    <meta property="og:image:alt" content="${words.picture}">
    <meta name="twitter:card" content="summary_large_image">`;
  return page(
    { base, speech, root: later(speech) },
    markup`${head}
    <script type="module" src="${pathOf(pageFile(base, 'call.js'))}"></script>
    <script type="module" id="script" src="${pathOf(base)}stream-room.js"></script>`,
    markup`<main class="call">
      ${element(place)}
    </main>`,
  );
}

/** Its script and the element's own load after the click that begins: a page may have many of these frames. */
export function embedPage(place: Place): Markup {
  const { base, room, speech } = place;
  const words = CALL_WORDS[speech.language];
  const address = roomAddress(base, 'r', room, speech);
  const elsewhere = markup`
        <p slot="lobby-footer"><a href="${pathOf(address)}" target="_blank" rel="noopener">${words.ownTab}</a></p>`;
  return page(
    { base, speech, root: later(speech) },
    markup`<title>${filled(words.title, { room })}</title>
    <link rel="canonical" href="${address}">
    <script type="module" src="${pathOf(pageFile(base, 'embed.js'))}"></script>`,
    markup`<main class="card" id="card" data-host="${new URL(base).host}" data-script="${pathOf(base)}stream-room.js" data-ready="${pathOf(base)}ready" data-socket="${pathOf(base)}${SOCKET_PATH}" data-protocol="${SUBPROTOCOL}">
      ${mark(base)}
      <h1 translate="no"><bdi id="label">${room}</bdi></h1>
      <p id="what" role="status">${filled(words.place, { host: new URL(base).host })}</p>
      <p class="actions">
        <button id="begin" type="button" hidden>${words.join}</button>
        <a id="open" href="${pathOf(address)}" target="_blank" rel="noopener">${words.open}</a>
      </p>
      <p class="address" id="address" translate="no" hidden>${address}</p>
      <noscript><p>${words.needsScript}</p></noscript>
    </main>
    <template id="call">${element(place, elsewhere)}</template>`,
  );
}

/** What the page's script says when something happens; and, unless the address decides, which other languages there are. */
function later({ language, isGiven }: PageLanguage): Markup {
  const words = JSON.stringify(laterWords(language));
  return markup` data-words="${words}"${isGiven ? undefined : markup` data-languages="${LANGUAGES.join(' ')}"`}`;
}

/** What stands in it is there until its script is. */
function element({ base, room, config, speech }: Place, content?: Markup): Markup {
  const words = CALL_WORDS[speech.language];
  const secret = config.open === 'secret-rooms' ? new Markup(' room-secret="hash"') : undefined;
  const lang = speech.isGiven ? markup` lang="${speech.tag}"` : undefined;
  return markup`<stream-room relay="${pathOf(base)}" room="${room}"${secret}${lang}>
${content}
        <p>${words.opening}</p>
        <noscript><p>${words.needsScript}</p></noscript>
      </stream-room>`;
}
