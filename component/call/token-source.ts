/**
 * The token with which a call speaks to the relay: as the page gave it, or asked of the page when it is needed. Tells it
 * to nobody else, and never shows it. Knows nothing of sockets.
 */
import { MAX_TOKEN_LENGTH } from '../protocol/limits.ts';
import { CallError } from '../support/errors.ts';

export type TokenProvider = () => Promise<string>;

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

  /** For a join: the page's provider knows better than what it once gave. Rejects with CallError `bad-token`. */
  async first(): Promise<void> {
    await this.fresh();
    if (this.#token !== undefined) checkToken(this.#token);
  }

  /** Another one from the page; undefined where nobody can be asked. Rejects with CallError `bad-token`. */
  async fresh(): Promise<string | undefined> {
    if (this.#provider === undefined) return undefined;
    let token: unknown;
    try {
      token = await this.#provider();
    } catch (cause) {
      throw new CallError('bad-token', 'The page has no token for this call: its tokenProvider failed. Try again.', {
        cause,
      });
    }
    if (typeof token !== 'string') {
      throw new CallError('bad-token', `A tokenProvider resolves to a token, ${typeof token} was received.`);
    }
    this.#token = checkToken(token);
    return this.#token;
  }
}
