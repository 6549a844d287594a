/**
 * What oEmbed says of a call (oembed.com, version 1.0): as an object, as JSON and as XML. Knows nothing of requests but
 * which size they can take.
 */
import { CALL_WORDS, filled } from './call-words.ts';
import { escapeMarkup, markup } from './html.ts';
import { PREVIEWS, pageFile } from './page-files.ts';
import { orEnglish } from './page-language.ts';
import { FRAME_ALLOW, FRAME_SANDBOX } from './page-policy.ts';
import { type RoomLink, roomAddress } from './room-address.ts';

export type OembedFormat = 'json' | 'xml';

/** CSS pixels; undefined: any. */
export interface OembedLimits {
  readonly maxWidth: number | undefined;
  readonly maxHeight: number | undefined;
}

export type OembedAnswer = Readonly<Record<string, string | number>>;

const WIDTH = 800;
const HEIGHT = 600;
/** s */
export const OEMBED_CACHE_SECONDS = 3_600;

export const oembedAddress = (base: string, address: string, format: OembedFormat): string =>
  `${base}oembed?url=${encodeURIComponent(address)}&format=${format}`;

/** In the language that the link asks for: who asks here is a site, and not who reads there. */
export function oembedAnswer(base: string, link: RoomLink, { maxWidth, maxHeight }: OembedLimits): OembedAnswer {
  const width = Math.min(WIDTH, maxWidth ?? WIDTH);
  const height = Math.min(HEIGHT, maxHeight ?? HEIGHT);
  const preview = PREVIEWS.find(
    (each) => each.width <= (maxWidth ?? each.width) && each.height <= (maxHeight ?? each.height),
  );
  return {
    version: '1.0',
    type: 'rich',
    title: invitationOf(link),
    provider_name: 'stream-room',
    provider_url: base,
    cache_age: OEMBED_CACHE_SECONDS,
    width,
    height,
    html: frameHtml(base, link, width, height),
    ...(preview && {
      thumbnail_url: pageFile(base, preview.file),
      thumbnail_width: preview.width,
      thumbnail_height: preview.height,
    }),
  };
}

/**
 * WordPress takes `hidden` off the quotation and puts the frame into a sandbox in which no call works: there the link is
 * what people see, everywhere else the frame.
 */
function frameHtml(base: string, link: RoomLink, width: number, height: number): string {
  const { room, given } = link;
  const title = filled(wordsOf(link).frame, { room });
  const quotation = markup`<blockquote hidden><a href="${roomAddress(base, 'r', room, given)}">${invitationOf(link)}</a></blockquote>`;
  const frame = markup`<iframe src="${roomAddress(base, 'embed', room, given)}" title="${title}" width="${width}" height="${height}" allow="${FRAME_ALLOW}" sandbox="${FRAME_SANDBOX}" loading="lazy" style="border:0;max-width:100%"></iframe>`;
  return quotation.text + frame.text;
}

const wordsOf = ({ given }: RoomLink) => CALL_WORDS[orEnglish(given).language];
const invitationOf = (link: RoomLink): string => filled(wordsOf(link).invitation, { room: link.room });

/** Everything that is not our own element names is escaped, the HTML as well. */
export function oembedXml(answer: OembedAnswer): string {
  const fields = Object.entries(answer).map(([name, value]) => `  <${name}>${escapeMarkup(String(value))}</${name}>`);
  return ['<?xml version="1.0" encoding="utf-8" standalone="yes"?>', '<oembed>', ...fields, '</oembed>', ''].join('\n');
}
