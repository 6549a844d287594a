/**
 * Asks the page of an element for a token: whoever listens, else its `tokenProvider`, else its `token-url`. Knows nothing of
 * what a token says, nor of relays.
 */
import type { TokenProvider } from './call/call.ts';
import { StreamRoomTokenEvent, type TokenAnswer } from './events.ts';
import { CallError } from './support/errors.ts';
import { loaded } from './support/loaded.ts';
import { fetchToken } from './token-url.ts';

export interface TokenQuestion {
  readonly room: string;
  readonly roomSecret: string | undefined;
  readonly relay: string;
  readonly provider: TokenProvider | undefined;
  /** Empty: none. */
  readonly tokenUrl: string;
  /** In use now: stays where nobody answers. */
  readonly current: string | undefined;
}

/** Null: none. Rejects with CallError. */
export async function askForToken(target: EventTarget, question: TokenQuestion): Promise<string | null> {
  const { relay, provider, tokenUrl, current } = question;
  const room = await nameForRelay(question);
  const answer = askListeners(target, room, relay);
  if (answer) return readAnswer(answer.value);
  if (provider) return provider(current);
  if (tokenUrl === '') return current ?? null;
  return fetchToken(tokenUrl, room);
}

/** Undefined where nobody answers. */
function askListeners(target: EventTarget, room: string, relay: string): { readonly value: TokenAnswer } | undefined {
  let answer: { readonly value: TokenAnswer } | undefined;
  let isOver = false;
  const event = new StreamRoomTokenEvent({
    room,
    relay,
    respondWith(value) {
      if (isOver) {
        throw misuse(
          'was called when "stream-room-token" was over. Call it in the listener itself, with a promise if need be.',
        );
      }
      if (answer) throw misuse('was called twice for one "stream-room-token". The first answer counts.');
      // Handled below; until then a rejection is nobody's yet.
      if (value instanceof Promise) value.catch(() => undefined);
      answer = { value };
      event.stopImmediatePropagation();
    },
  });
  target.dispatchEvent(event);
  isOver = true;
  return answer;
}

/** What only the page can know: whoever answers may reject with an error that has one of these as its `code`. */
const REASONS_OF_THE_PAGE = ['not-signed-in', 'forbidden'] as const;

async function readAnswer(answer: TokenAnswer): Promise<string | null> {
  let token: unknown;
  try {
    token = await answer;
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
    const reason = REASONS_OF_THE_PAGE.find((known) => known === code);
    if (reason !== undefined) throw new CallError(reason, String(message), { cause });
    throw new CallError('no-token', 'The page has no token for this call: what it gave to respondWith() failed.', {
      cause,
    });
  }
  if (token === null || typeof token === 'string') return token;
  throw new CallError(
    'bad-token',
    `respondWith() takes a token, null for a guest, or a promise of one of them; ${typeof token} was received.`,
  );
}

/** A room with a secret has another name there, which only the page itself could work out. */
async function nameForRelay({ room, roomSecret }: TokenQuestion): Promise<string> {
  if (roomSecret === undefined) return room;
  const { secretRoom } = await loaded(import('./call/room-secret.ts'));
  return (await secretRoom(roomSecret)).room;
}

const misuse = (what: string) => new CallError('bad-argument', `respondWith() ${what}`);
