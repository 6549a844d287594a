/**
 * What browsers are told about the two pages of a call: nothing from elsewhere runs on them, they alone get camera and
 * microphone, and only `embed` may stand in a frame. Knows nothing of what is on them.
 */
import type { Response } from 'express';
import type { Config } from '../config.ts';
import { isLoopback } from '../config.ts';

/** What the element may use on our own pages; a frame around them has to allow it, too. */
const FEATURES = [
  'camera',
  'microphone',
  'display-capture',
  'autoplay',
  'fullscreen',
  'picture-in-picture',
  'screen-wake-lock',
  'speaker-selection',
] as const;

/** For the `allow` attribute of a frame. */
export const FRAME_ALLOW = FEATURES.join('; ');

/**
 * Without `allow-same-origin` no browser gives a camera; popups open the call by itself, and they have to be out of the
 * sandbox for the same reason.
 */
export const FRAME_SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';

/** Sources of `frame-ancestors`. */
export function frameAncestors(config: Pick<Config, 'frameAncestors' | 'origins' | 'open' | 'host'>): string {
  const { frameAncestors: given, origins, open, host } = config;
  if (given?.includes('none')) return "'none'";
  if (given !== undefined) return ["'self'", ...given].join(' ');
  // An extension of Firefox has another id in each browser, and its scheme alone would be any extension.
  const listed = origins.filter((origin) => origin !== 'moz-extension:');
  // Somebody who tries it out has a page of their own on this machine, which may connect as well (gateway/origin.ts).
  const isWorkshop = open !== 'no' && origins.length === 0 && isLoopback(host);
  return ["'self'", ...listed, ...(isWorkshop ? ['http://localhost:*', 'http://127.0.0.1:*'] : [])].join(' ');
}

/** @param base of this relay, as `BaseOf` gives it */
export function setPagePolicy(response: Response, base: string, ancestors: string): void {
  const { origin, host, protocol } = new URL(base);
  // 'self' is not every browser's word for a socket; nor is it that of a document without an origin for its own scripts.
  const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
  response.set({
    'Content-Security-Policy': [
      `default-src 'none'`,
      `script-src 'self' ${origin}`,
      `style-src 'self' ${origin}`,
      `connect-src 'self' ${socket}`,
      `img-src 'self' blob: data:`,
      'media-src blob:',
      `worker-src 'self'`,
      `font-src 'self'`,
      `base-uri 'none'`,
      `form-action 'none'`,
      `object-src 'none'`,
      `frame-ancestors ${ancestors}`,
      `require-trusted-types-for 'script'`,
      'trusted-types lit-html stream-room',
    ].join(';'),
    'Permissions-Policy': [...FEATURES.map((feature) => `${feature}=(self)`), 'geolocation=()', 'payment=()'].join(
      ', ',
    ),
    'Cache-Control': 'no-cache',
  });
  if (ancestors === "'none'") return;
  // It knows no list; frame-ancestors takes its place.
  response.removeHeader('X-Frame-Options');
  // So that pages which isolate themselves can have the frame, too: everything on it is our own.
  response.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' });
}
