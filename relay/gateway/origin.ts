/**
 * Which pages may open a socket, by the Origin header that every browser sends and no page can change. Pure. Knows
 * nothing of sockets, nor of tokens but that there are some.
 */

export interface OriginRules {
  /** `https://example.com`, `https://*.example.com` (one label), `chrome-extension://<id>`, `moz-extension:`. */
  readonly origins: readonly string[];
  /** Pages from files and sandboxed frames say `null`. */
  readonly allowNullOrigin: boolean;
  /** False where everybody needs a token. */
  readonly isOpen: boolean;
  readonly hasTokens: boolean;
}

/** How the request came. */
export interface Arrival {
  /** This relay's own address as the client sees it: pages that the relay serves itself have it. */
  readonly ownOrigin: string | undefined;
  /** The client is on this machine. */
  readonly isLocal: boolean;
}

/**
 * What an origin is good for: anything, nothing, or a token that has yet to be seen. `native` is for programs that are
 * no browsers and say nothing, `token` for origins that cannot be told apart.
 */
export type OriginVerdict = 'allowed' | 'refused' | 'needs-token' | 'needs-native-token';

/** An id differs in each installation of Firefox, so only its scheme can be allowed. */
const MOZ_EXTENSION = /^moz-extension:\/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CHROME_EXTENSION = /^chrome-extension:\/\/[a-p]{32}$/;
const WILDCARD = /^(https?:\/\/)\*(\.[^*]+)$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The rules are read once; what comes back judges one origin at a time. */
export function createOriginJudge(rules: OriginRules): (origin: string | undefined, arrival: Arrival) => OriginVerdict {
  const exact = new Set(rules.origins.filter((entry) => !entry.includes('*')).map((entry) => normalize(entry)));
  const families = rules.origins.flatMap((entry) => readWildcard(entry));
  const takesFirefox = rules.origins.some((entry) => entry === 'moz-extension:' || entry === 'moz-extension://');

  return (origin, { ownOrigin, isLocal }) => {
    if (origin === undefined) return judgeSilence(rules, isLocal);
    if (origin === 'null') return rules.allowNullOrigin ? 'allowed' : 'refused';
    if (isWorkshop(rules, isLocal) && (MOZ_EXTENSION.test(origin) || CHROME_EXTENSION.test(origin))) return 'allowed';
    if (MOZ_EXTENSION.test(origin)) return takesFirefox ? judgeFirefox(rules) : 'refused';
    if (CHROME_EXTENSION.test(origin)) return exact.has(origin) ? 'allowed' : 'refused';
    // As browsers write it and in no other way: lower case, no default port, no path, no credentials.
    if (normalize(origin) !== origin) return 'refused';
    if (origin === ownOrigin || exact.has(origin)) return 'allowed';
    if (isWorkshop(rules, isLocal) && isLoopback(origin)) return 'allowed';
    return families.some((isMember) => isMember(origin)) ? 'allowed' : 'refused';
  };
}

/**
 * Any extension of any Firefox may be meant. Where people come in without a token that is what the operator wrote down:
 * no origin proves who somebody is there, and no cookie goes along that an extension could abuse. Else the token proves it.
 */
const judgeFirefox = ({ isOpen, hasTokens }: OriginRules): OriginVerdict =>
  isOpen ? 'allowed' : hasTokens ? 'needs-token' : 'refused';

/**
 * Somebody who tries it out serves the page from this machine as well, on whatever port their own server has; or has the
 * extension in a browser of this machine.
 */
const isWorkshop = ({ isOpen, origins }: OriginRules, isLocal: boolean): boolean =>
  isOpen && isLocal && origins.length === 0;

const isLoopback = (origin: string): boolean =>
  /^(localhost|[\w.-]+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname);

/** No browser leaves it out. Programs could write anything into it, so it protects nobody from them. */
function judgeSilence({ isOpen, hasTokens }: OriginRules, isLocal: boolean): OriginVerdict {
  if (isOpen && isLocal) return 'allowed';
  return hasTokens ? 'needs-native-token' : 'refused';
}

/** As a browser would write it; undefined for what is no web address. */
function normalize(origin: string): string | undefined {
  if (CHROME_EXTENSION.test(origin)) return origin;
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return undefined;
  return new URL(origin).origin;
}

function readWildcard(entry: string): ((origin: string) => boolean)[] {
  const [, scheme, rest] = WILDCARD.exec(entry) ?? [];
  if (scheme === undefined || rest === undefined) return [];
  const normal = normalize(`${scheme}x${rest}`);
  if (normal === undefined) return [];
  const start = scheme.toLowerCase();
  const end = normal.slice(start.length + 1);
  return [
    (origin) => origin.startsWith(start) && origin.endsWith(end) && LABEL.test(origin.slice(start.length, -end.length)),
  ];
}
