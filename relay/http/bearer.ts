/** Lets in who has the token. Knows nothing of what is behind it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';

/** @param token undefined: everybody may, which is for ports that only this machine reaches */
export function requireBearer(token: string | undefined): RequestHandler {
  const wanted = token === undefined ? undefined : digest(token);
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const [, given] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    // Digests have one length, so that the comparison says nothing of the token's.
    if (wanted === undefined || (given !== undefined && timingSafeEqual(digest(given), wanted))) {
      next();
      return;
    }
    response
      .status(401)
      .set('WWW-Authenticate', 'Bearer')
      .json({ error: 'unauthorized', message: 'This needs the metrics token: Authorization: Bearer <metricsToken>.' });
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
