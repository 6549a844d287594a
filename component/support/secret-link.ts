/**
 * The room secret in the page's own address: `#room=<43 characters>`. Browsers send a fragment to nobody, so only who was
 * given the link knows it. Knows nothing of rooms.
 */
import { randomId } from './random-id.ts';

const KEY = 'room';
const SECRET_BYTES = 32;

const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Empty where the fragment has none. It may be half of one: links are cut off where they are copied. */
function writtenIn(hash: string): string {
  const entry = hash
    .replace(/^#/, '')
    .split('&')
    .find((part) => part.startsWith(`${KEY}=`));
  return entry?.slice(KEY.length + 1) ?? '';
}

/** Undefined where the fragment has none that could be one. */
export function secretInHash(hash: string): string | undefined {
  const secret = writtenIn(hash);
  return isSecret(secret) ? secret : undefined;
}

/** The fragment with this secret in it; whatever else is there stays. */
export function hashWithSecret(hash: string, secret: string): string {
  const others = hash
    .replace(/^#/, '')
    .split('&')
    .filter((part) => part !== '' && !part.startsWith(`${KEY}=`));
  return `#${[...others, `${KEY}=${secret}`].join('&')}`;
}

/** The secret of this page, made and put into its address where there is none. */
export class SecretLink {
  #secret: string | undefined;

  /** Who followed a link that is cut off was invited to a room, and would be alone in another one. */
  get isCutOff(): boolean {
    return this.#secret === undefined && writtenIn(location.hash) !== '' && secretInHash(location.hash) === undefined;
  }

  /**
   * Another secret in the address counts; an address that has lost it does not: a jump within the page loses it. What is cut
   * off is given as it is: nobody is let in with it.
   */
  read(): string {
    if (this.isCutOff) return writtenIn(location.hash);
    const written = secretInHash(location.hash);
    if (written !== undefined) {
      this.#secret = written;
    } else if (this.#secret === undefined) {
      this.#secret = randomId(SECRET_BYTES);
      history.replaceState(history.state, '', hashWithSecret(location.hash, this.#secret));
    }
    return this.#secret as string;
  }

  /** What to give to others. */
  get href(): string {
    const { href, hash } = location;
    return href.slice(0, href.length - hash.length) + hashWithSecret(hash, this.read());
  }
}
