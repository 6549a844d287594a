/**
 * A token from the page's own server: POST { "room" } → { "token" }. Whatever else comes back is told apart, in one
 * sentence. Knows nothing of elements, nor of what a token says.
 */
import { CallError, type CallErrorCode } from './support/errors.ts';

const TIMEOUT_MS = 10_000; // whoever joins waits for it
const MAX_ANSWER_BYTES = 16 * 1024; // the longest token is a quarter of it
const MAX_QUOTED = 120; // characters of what the server said

interface Answer {
  readonly response: Response;
  readonly text: string;
  /** Undefined where it is no JSON. */
  readonly json: unknown;
}

/** `tokenUrl` may be relative to the page. Null: the server wants one to come as a guest. Rejects with CallError. */
export async function fetchToken(tokenUrl: string, room: string): Promise<string | null> {
  const url = new URL(tokenUrl, document.baseURI);
  // A query may hold what is nobody else's business.
  const place = `token-url (${url.origin}${url.pathname})`;
  if (!/^https?:$/.test(url.protocol)) {
    throw new CallError('bad-argument', `token-url is an http or https address, ${url.protocol} was received.`);
  }
  const { response, text, json } = await ask(url, room, place);
  if (!response.ok) throw refusal(place, response.status, json);
  if (response.status === 204) return null;
  if (json === undefined) {
    throw failure(
      'no-token',
      `${place} answered with ${kindOf(response, text)} instead of { "token": … } as JSON.`,
      'Is it the right address, or a page to sign in?',
    );
  }
  const { token } = (json ?? {}) as { token?: unknown };
  if (token === null || typeof token === 'string') return token;
  throw failure(
    'no-token',
    `${place} answered with JSON whose "token" is ${token === undefined ? 'missing' : `of type ${typeof token}`}.`,
    'It answers { "token": "…" }, or { "token": null } for a guest.',
  );
}

async function ask(url: URL, room: string, place: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ room }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await readText(response, place);
    return { response, text, json: parse(text) };
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    const { name } = cause as Error;
    if (name === 'TimeoutError') {
      throw failure('no-token', `${place} did not answer within ${TIMEOUT_MS / 1000} s.`, 'Try again.', cause);
    }
    const advice = 'Check the network, the page’s connect-src, and, for another host, its CORS headers.';
    throw failure('no-token', `${place} cannot be reached.`, advice, cause);
  }
}

async function readText(response: Response, place: string): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      reader.cancel().catch(() => undefined);
      const advice = 'Is it the right address?';
      throw failure('no-token', `${place} answered with more than ${MAX_ANSWER_BYTES / 1024} KB.`, advice);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The server's own sentence is the best that there is, and only ever shown as text. */
function refusal(place: string, status: number, json: unknown): CallError {
  const { message } = (json ?? {}) as { message?: unknown };
  const said = typeof message === 'string' && message !== '' ? `: “${message.slice(0, MAX_QUOTED)}”` : '';
  const answered = `${place} answered ${status}${said}.`;
  if (status === 401) return failure('not-signed-in', answered, 'Sign in to this website, then join again.');
  if (status === 403) return failure('forbidden', answered, 'Ask whoever runs this website to let you in.');
  if (status === 404) return failure('no-token', answered, 'Is it the right address?');
  return failure('no-token', answered, 'Try again in a moment, or tell the owner of the website.');
}

function kindOf(response: Response, text: string): string {
  if (text === '') return 'nothing';
  return response.headers.get('Content-Type')?.split(';')[0]?.slice(0, MAX_QUOTED) || 'a text';
}

const failure = (code: CallErrorCode, what: string, advice: string, cause?: unknown): CallError =>
  new CallError(code, `${what} ${advice}`, { cause });
