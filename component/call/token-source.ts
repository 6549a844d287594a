/**
 * The token with which a call speaks to the relay: as the page gave it, or asked of the page when it is needed. Tells it
 * to nobody else, and never shows it. Knows nothing of sockets.
 */
import { MAX_TOKEN_LENGTH } from '../protocol/limits.ts';
import { CallError } from '../support/errors.ts';

/**
 * Resolves to a token, or to null: without one, as a guest where the relay takes guests. It is told the token that is in
 * use, which it may give back: then there is no other.
 */
export type TokenProvider = (current: string | undefined) => Promise<string | null>;

/** Throws CallError `bad-token`, without the token. */
export function checkToken(token: string): string {
  if (token.length <= MAX_TOKEN_LENGTH && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return token;
  throw new CallError(
    'bad-token',
    `A token is a signed JWT of at most ${MAX_TOKEN_LENGTH} characters, ${token.length} other characters were given.`,
  );
}

/**
 * False where the token itself says that its bearer may not publish: nobody is then asked for a camera. Only the relay can
 * tell whether what it says is true.
 */
export function mayPublish(token: string | undefined): boolean {
  try {
    const claims = token?.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    const { grants } = JSON.parse(atob(claims)) as { grants?: unknown };
    return !Array.isArray(grants) || grants.includes('publish');
  } catch {
    return true;
  }
}

export class TokenSource {
  #token: string | undefined;
  #provider: TokenProvider | undefined;
  /** Counts questions: the answer to an earlier one, of another room perhaps, is of no use any more. */
  #asked = 0;

  /** The one to use now; undefined where there is none yet, or none is needed. */
  get current(): string | undefined {
    return this.#token;
  }

  setProvider(provider: TokenProvider | undefined): void {
    this.#provider = provider;
  }

  /** From the page, unasked. */
  set(token: string | undefined): void {
    this.#token = token === '' ? undefined : token;
  }

  /** For a join: the page's provider knows better than what it once gave. Rejects with CallError. */
  async first(): Promise<void> {
    await this.fresh();
    if (this.#token !== undefined) checkToken(this.#token);
  }

  /** What the page says now: another one, the same, or null for none. Undefined: nobody can be asked. Rejects with CallError. */
  async fresh(): Promise<string | null | undefined> {
    if (this.#provider === undefined) return undefined;
    this.#asked += 1;
    const question = this.#asked;
    const token = await this.#ask(this.#provider);
    if (question === this.#asked) this.#token = token ?? undefined;
    return token;
  }

  async #ask(provider: TokenProvider): Promise<string | null> {
    let token: unknown;
    try {
      token = await provider(this.#token);
    } catch (cause) {
      if (cause instanceof CallError) throw cause;
      throw new CallError('no-token', 'The page has no token for this call: its tokenProvider failed. Try again.', {
        cause,
      });
    }
    // What was set unasked is checked where it is used, and may be given back as it is.
    if (token === null || token === this.#token) return token as string | null;
    if (typeof token === 'string') return checkToken(token);
    throw new CallError('bad-token', `A tokenProvider resolves to a token or null, ${typeof token} was received.`);
  }
}
