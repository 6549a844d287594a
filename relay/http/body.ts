/** What a request may bring along: little, as JSON, and not compressed. Knows nothing of what it is for. */
import express, { type RequestHandler } from 'express';

/** Bytes. */
const MAX_BODY_BYTES = 16 * 1024;

/** Parses JSON into `request.body`; what is too large or compressed is refused before it is read. */
export function createBodyParser(): RequestHandler[] {
  return [refuseUnread, express.json({ limit: MAX_BODY_BYTES, inflate: false, strict: true })];
}

const refuseUnread: RequestHandler = (request, response, next) => {
  const length = Number(request.headers['content-length'] ?? 0);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (length > MAX_BODY_BYTES) {
    // Else it would still be read to its end.
    response
      .set('Connection', 'close')
      .status(413)
      .json({
        error: 'too-large',
        message: `A request has at most ${MAX_BODY_BYTES} bytes, this one says ${length}.`,
      });
  } else if (encoding !== 'identity') {
    // A kilobyte of it can become a gigabyte.
    response.set('Connection', 'close').status(415).json({
      error: 'compressed',
      message: 'Send it without compression.',
    });
  } else if (request.headers['transfer-encoding'] !== undefined) {
    // Whoever counts it while it comes reads it to its end.
    response.set('Connection', 'close').status(411).json({
      error: 'no-length',
      message: 'Say with Content-Length how long it is.',
    });
  } else next();
};
