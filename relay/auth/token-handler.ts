/**
 * Tokens from somebody's own server: POST { room } → { token, expiresAtMs }, for whom that server knows by its own
 * cookies or headers. Knows nothing of accounts: `identify` does.
 */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { isClaim } from './claims.ts';
import { DEFAULT_LIFETIME_MS, mintToken, readSigningKey, type TokenContent, type TokenKey } from './mint.ts';

/** Who asks; with `room`, the only one they may enter. */
export interface Person extends Omit<TokenContent, 'room'> {
  readonly room?: string | undefined;
}

/** Undefined: not signed in. 'forbidden': signed in, and not for this room. `room` is undefined where none was asked for. */
export type Identify = (
  request: Request,
  room: string | undefined,
) => Person | 'forbidden' | undefined | Promise<Person | 'forbidden' | undefined>;

export interface TokenHandlerOptions {
  readonly key: TokenKey;
  readonly identify: Identify;
  /** The only room of this address. */
  readonly room?: string | undefined;
  readonly audience?: string | undefined;
  readonly issuer?: string | undefined;
  readonly lifetimeMs?: number | undefined;
  /** Other sites, as exact origins, whose pages may ask here with their visitor's cookies; none where not given. */
  readonly origins?: readonly string[] | undefined;
}

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const parseJson = express.json({ limit: '4kb' });

/** For `app.all('/token', tokenHandler({ key, identify }))`. What fails on this side goes on to the app's error handler. */
export function tokenHandler(options: TokenHandlerOptions): RequestHandler {
  // A key that cannot sign is found out at the first request at the latest, and said there in full.
  const key = readSigningKey(options.key);
  key.catch(() => {});
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    allowOrigin(request, response, options.origins);
    key
      .then(() => answer(request, response, options))
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) return next(error);
        response.status(error.status).json({ error: error.code, message: error.message });
      });
  };
}

async function answer(request: Request, response: Response, options: TokenHandlerOptions): Promise<void> {
  if (request.method === 'OPTIONS') {
    response.set('Allow', 'POST').status(204).end();
    return;
  }
  if (request.method !== 'POST') {
    response.set('Allow', 'POST');
    throw new Refusal(405, 'bad-method', 'Ask for a token with POST.');
  }
  const asked = await readRoom(request, response);
  const { key, identify, audience, issuer, lifetimeMs = DEFAULT_LIFETIME_MS } = options;
  const person = await identify(request, asked ?? options.room);
  if (person === undefined) throw new Refusal(401, 'not-signed-in', 'Sign in first.');
  if (person === 'forbidden') throw new Refusal(403, 'forbidden', 'This room is not open to you.');
  const content = { ...person, room: onlyRoom(asked, options.room, person.room) };
  const before = Date.now();
  const token = await mintToken({ ...content, key, audience, issuer, lifetimeMs });
  response.json({ token, expiresAtMs: before + lifetimeMs });
}

/** All who name a room must name the same. */
function onlyRoom(...rooms: readonly (string | undefined)[]): string {
  const [room, ...others] = new Set(rooms.filter((name) => name !== undefined));
  if (room === undefined) throw new Refusal(400, 'bad-request', 'Say which room: { "room": "team" } as JSON.');
  if (others.length > 0) throw new Refusal(403, 'forbidden', 'This room is not open to you.');
  return room;
}

async function readRoom(request: Request, response: Response): Promise<string | undefined> {
  // A form of another site can be sent with this one's cookies, JSON cannot without being allowed.
  if (!request.is('application/json')) {
    throw new Refusal(400, 'bad-request', 'Send JSON, with the header Content-Type: application/json.');
  }
  if (request.body === undefined) {
    await new Promise<void>((resolve, reject) => {
      parseJson(request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(new Refusal(400, 'bad-request', 'The body is no JSON of at most 4 KB.'));
      });
    });
  }
  const { room } = (request.body ?? {}) as { room?: unknown };
  if (room === undefined) return undefined;
  if (typeof room === 'string' && isClaim('room', room)) return room;
  throw new Refusal(400, 'bad-request', 'A room has a name of 1 to 128 printable characters.');
}

function allowOrigin(request: Request, response: Response, origins: readonly string[] | undefined): void {
  if (!origins) return;
  response.vary('Origin');
  const origin = request.get('Origin');
  if (origin === undefined || !origins.includes(origin)) return;
  response.set({
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    'Access-Control-Max-Age': '600',
  });
}
