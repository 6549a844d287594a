/**
 * What browsers are told about pages of this relay: as little as possible is allowed to its own, a site's pages may show
 * a call. Knows nothing of what is on them.
 */
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { type Config, isLoopback } from '../config.ts';

/** s: two years, what browsers' own lists ask for. */
const HSTS_SECONDS = 63_072_000;

interface PolicyOptions {
  /** Browsers are told to come by https alone from now on. */
  readonly hsts: boolean;
}

/**
 * For what the relay answers itself: JSON, and pages made of its own scripts and styles. Text only gets into a page
 * through Lit, whose policy is the one that Trusted Types let through.
 */
export function ownPolicy({ hsts }: PolicyOptions): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          connectSrc: ["'self'"],
          imgSrc: ["'self'", 'blob:', 'data:'],
          mediaSrc: ['blob:'],
          workerSrc: ["'self'"],
          fontSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          objectSrc: ["'none'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ['lit-html', 'stream-room'],
        },
      },
      crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
      strictTransportSecurity: transportSecurity(hsts),
    }),
    (_request, response, next) => {
      response.set('Permissions-Policy', 'camera=(), microphone=(), display-capture=(), geolocation=()');
      next();
    },
  ];
}

/**
 * For the pages of `site`, which may show a call with any relay, and for the script with its worker, which takes its
 * policy from its own file. Assets say for themselves who may load them.
 */
export function sitePolicy({ hsts }: PolicyOptions): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        directives: {
          connectSrc: ["'self'", 'https:', 'wss:', 'http:', 'ws:'],
          imgSrc: ["'self'", 'data:', 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          workerSrc: ["'self'", 'blob:'],
          // Would turn the page's own http and ws addresses into ones that nobody listens on.
          upgradeInsecureRequests: null,
        },
      },
      strictTransportSecurity: transportSecurity(hsts),
    }),
    (_request, response, next) => {
      response.removeHeader('Permissions-Policy');
      next();
    },
  ];
}

/** A call, and nothing else. @param base this relay's address as the client sees it @param framing who may frame it */
export function roomPolicy(response: Response, base: string | undefined, framing: readonly string[]): void {
  // Not every browser takes the page's own origin to cover its sockets.
  const socket = base === undefined ? [] : [new URL(base).origin.replace(/^http/, 'ws')];
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'connect-src': ["'self'", ...socket],
    'img-src': ["'self'", 'blob:', 'data:'],
    'media-src': ["'self'", 'blob:'],
    'worker-src': ["'self'"],
    'font-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'object-src': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['lit-html', 'stream-room'],
    'frame-ancestors': framing,
  };
  const policy = Object.entries(directives).map(([name, values]) => `${name} ${values.join(' ')}`);
  response.set('Content-Security-Policy', policy.join(';'));
  response.set(
    'Permissions-Policy',
    'camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), geolocation=()',
  );
  // It cannot name several origins, and browsers that know frame-ancestors pass it over.
  if (framing.includes("'none'")) return;
  response.removeHeader('X-Frame-Options');
  response.set('Cross-Origin-Resource-Policy', 'cross-origin');
}

/** Who may show a call of this relay in a frame, as `frame-ancestors` names them. */
export function framingOrigins({ frameAncestors, origins, open, host }: Config): readonly string[] {
  if (frameAncestors.includes('*')) return ['*'];
  const named = frameAncestors.length > 0 ? frameAncestors : origins;
  // Somebody who tries it out serves the page from this machine as well, on whatever port their own server has.
  const isWorkshop = named.length === 0 && open === 'any-room' && isLoopback(host);
  const workshop = isWorkshop ? ['http://localhost:*', 'http://127.0.0.1:*'] : [];
  return ["'self'", ...named.filter((origin) => /^https?:/.test(origin)), ...workshop];
}

/** Where TLS is not this relay's affair, whoever runs it in front says whether the host is reached by https alone. */
const transportSecurity = (hsts: boolean) => (hsts ? { maxAge: HSTS_SECONDS, includeSubDomains: true } : false);
