/**
 * What browsers are told about pages of this relay: as little as possible is allowed to its own, a site's pages may show
 * a call. Knows nothing of what is on them.
 */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

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

/** Where TLS is not this relay's affair, whoever runs it in front says whether the host is reached by https alone. */
const transportSecurity = (hsts: boolean) => (hsts ? { maxAge: HSTS_SECONDS, includeSubDomains: true } : false);
