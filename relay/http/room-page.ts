/** The HTML of a room's pages: the call as a page, the call in a frame, and what is said instead of either (pure). */
import { markup } from './markup.ts';
import { pagePath } from './room-address.ts';

/** Of pages and script, beside which they lie, one folder down. */
const FILES = '../embed-files';

const DESCRIPTION = 'A live call with picture, sound, screen and chat. Open the page and join: nothing is installed.';

const head = (title: string): string =>
  markup`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${FILES}/icon.svg">`;

/** @param base this relay's address as its visitors see it; undefined where nobody can be told of it */
export function callPage(room: string, base: string | undefined): string {
  return `<!doctype html>
<html lang="en">
<head>
${head(`${room} – stream-room`)}
${base === undefined ? '' : discovery(room, base)}
<link rel="stylesheet" href="${FILES}/room.css">
<script type="module" src="${FILES}/room.js"></script>
</head>
<body>
${markup`<main><stream-room room="${room}"></stream-room></main>`}
<noscript><p class="notice">This call needs JavaScript. Turn it on for this page, then reload.</p></noscript>
</body>
</html>
`;
}

/** How others find out what the address is, and show it. */
function discovery(room: string, base: string): string {
  const url = `${base}${pagePath('r', room)}`;
  const picture = `${base}embed-files/preview.png`;
  const [json, xml] = oembedLinks(room, base);
  return markup`<meta name="description" content="${DESCRIPTION}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="stream-room">
<meta property="og:title" content="Join the call: ${room}">
<meta property="og:description" content="${DESCRIPTION}">
<meta property="og:url" content="${url}">
<meta property="og:image" content="${picture}">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="Four people in a call">
<meta name="twitter:card" content="summary_large_image">
<link rel="alternate" type="application/json+oembed" href="${json}" title="Join the call: ${room}">
<link rel="alternate" type="text/xml+oembed" href="${xml}" title="Join the call: ${room}">`;
}

/** Of JSON and of XML. */
export function oembedLinks(room: string, base: string): readonly [json: string, xml: string] {
  const about = `${base}oembed?url=${encodeURIComponent(`${base}${pagePath('r', room)}`)}`;
  return [about, `${about}&format=xml`];
}

/** Starts nothing by itself: script and camera come with a click. @param host what visitors know the relay by */
export function framePage(room: string, base: string | undefined, host: string): string {
  const href = base === undefined ? `../${pagePath('r', room)}` : `${base}${pagePath('r', room)}`;
  return `<!doctype html>
<html lang="en">
<head>
${head(`Call: ${room}`)}
<link rel="stylesheet" href="${FILES}/embed.css">
<script type="module" src="${FILES}/embed.js"></script>
</head>
<body>
${markup`<main class="card" data-room="${room}">
<h1>${room}</h1>
<p class="host">${host}</p>
<p class="why" role="alert" hidden></p>
<p class="actions">
<button class="button primary join" type="button" hidden>Join here</button>
<a class="button open" href="${href}" target="_blank" rel="noopener">Open the call</a>
</p>
<p class="address" hidden>${href}</p>
</main>`}
</body>
</html>
`;
}

export function noticePage(title: string, sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head>
${head(title)}
<link rel="stylesheet" href="${FILES}/room.css">
</head>
<body>
${markup`<main class="notice"><h1>${title}</h1><p>${sentence}</p></main>`}
</body>
</html>
`;
}
