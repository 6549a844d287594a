/** From what somebody typed as a relay's address to the one form in which it is kept (pure). Reaches nobody. */
import { excerpt, SettingsError, type SettingsErrorCode } from './settings-error.ts';

/** Characters; longer addresses are a mistake, and twelve of them would not fit into what browsers synchronize. */
const MAX_URL_LENGTH = 300;

const WEB_SCHEMES: Readonly<Record<string, 'http:' | 'https:'>> = {
  'http:': 'http:',
  'ws:': 'http:',
  'https:': 'https:',
  'wss:': 'https:',
};

/** What the extension's own Content-Security-Policy lets through without encryption. */
const isThisComputer = (hostname: string): boolean => hostname === 'localhost' || hostname === '127.0.0.1';

export type RelayUrl = { readonly url: string } | { readonly problem: SettingsErrorCode; readonly allowed: string };

const wrong = (problem: SettingsErrorCode, allowed: string): RelayUrl => ({ problem, allowed });

/**
 * `relay.example.com`, `localhost:8080`, `wss://relay.example.com/calls` → an http or https address with a slash at its
 * end. Without a scheme it is https, and http on this computer.
 */
export function parseRelayUrl(typed: unknown): RelayUrl {
  if (typeof typed !== 'string' || typed.trim() === '') return wrong('not-an-address', 'a whole address is needed');
  const text = typed.trim();
  if (text.length > MAX_URL_LENGTH) return wrong('too-long', `at most ${MAX_URL_LENGTH} characters`);
  const address = withScheme(text);
  if (/\s/.test(text) || !URL.canParse(address)) return wrong('not-an-address', 'such as https://relay.example.com');
  const url = new URL(address);
  const scheme = WEB_SCHEMES[url.protocol];
  if (scheme === undefined) return wrong('not-an-address', 'it starts with https://, wss://, http:// or ws://');
  if (url.username !== '' || url.password !== '') return wrong('address-with-credentials', 'no user name or password');
  if (url.search !== '' || url.hash !== '') return wrong('address-with-query', 'no "?" and no "#"');
  if (scheme === 'http:' && !isThisComputer(url.hostname)) {
    return wrong('insecure-address', 'https:// or wss://; without encryption only localhost and 127.0.0.1');
  }
  if (!isThisComputer(url.hostname) && !/[.:]/.test(url.hostname)) {
    return wrong('not-an-address', 'a name such as relay.example.com');
  }
  // The port that the socket's scheme has by default is the web scheme's, too.
  return { url: `${scheme}//${url.host}${url.pathname.replace(/(?<!\/)\/*$/, '/')}` };
}

/** The same, for code: throws SettingsError. */
export function relayUrl(typed: unknown, field: string): string {
  const parsed = parseRelayUrl(typed);
  if ('url' in parsed) return parsed.url;
  const shown = parsed.problem === 'address-with-credentials' ? 'the address' : excerpt(typed);
  throw new SettingsError(parsed.problem, field, `${shown} is no relay's address: ${parsed.allowed}.`);
}

/** `localhost:8080` would parse, with "localhost:" as its scheme. */
function withScheme(text: string): string {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return text;
  // What has a scheme of another kind, such as mailto: or javascript:, keeps it, and is refused by it.
  if (/^[a-z][a-z\d+-]*:(?!\d)/i.test(text)) return text;
  const host = /^[^/:?#]*/.exec(text)?.[0] ?? '';
  return `${isThisComputer(host.toLowerCase()) ? 'http' : 'https'}://${text}`;
}
