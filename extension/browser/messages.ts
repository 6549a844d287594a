/**
 * What pages, content scripts and background of the extension ask of each other, with a reader that takes nothing on
 * trust: content scripts run in the processes of web pages. Pure.
 */
import type { Position, Size } from './settings.ts';

/** What content scripts may ask. Nothing here gives them a setting, a name or a token of a relay. */
export type ContentRequest =
  /** Before each frame: without a ticket it stays empty. */
  | { readonly type: 'issue-ticket' }
  /** The page cannot hold a call: why, and whether the person has pressed the button that opens the panel. */
  | { readonly type: 'fall-back'; readonly reason: FallbackReason; readonly opensPanel: boolean };

/** What frame and panel may ask. */
export type PageRequest =
  | { readonly type: 'use-ticket'; readonly ticket: string }
  /** How many are in the call; undefined when it is over. `tabId` where the panel speaks for a tab. */
  | { readonly type: 'tell-people'; readonly people: number | undefined; readonly tabId?: number }
  /** Shows the call over that tab's page instead. */
  | { readonly type: 'float'; readonly tabId: number }
  /** One of the extension's own, in a tab: frames cannot open tabs in Firefox. */
  | { readonly type: 'open-page'; readonly name: OwnPage };

const OWN_PAGES = ['welcome.html', 'welcome.html#grant', 'options.html'] as const;
export type OwnPage = (typeof OWN_PAGES)[number];

/** Name of the port by which a call tells how many are in it. */
export const CALL_PORT = 'call';

export type Request = ContentRequest | PageRequest;

/** Why a call cannot be over a page. */
export const FALLBACK_REASONS = ['camera', 'insecure', 'frame', 'sandbox', 'browser', 'thrown-out'] as const;
export type FallbackReason = (typeof FALLBACK_REASONS)[number];

/** Keys of the sentences that say so. */
export const REASON_WORDS = {
  camera: 'reasonCamera',
  insecure: 'reasonInsecure',
  frame: 'reasonFrame',
  sandbox: 'reasonSandbox',
  browser: 'reasonBrowser',
  'thrown-out': 'reasonThrownOut',
} as const satisfies Record<FallbackReason, string>;

export interface Ticket {
  readonly ticket: string;
  /** What is remembered of this site. */
  readonly position?: Position;
  readonly size?: Size;
  readonly collapsed: boolean;
  /** Title of the frame, for screen readers; and the words for a page that lets no frame in. */
  readonly words: FallbackWords;
}

export interface FallbackWords {
  readonly frame: string;
  readonly title: string;
  readonly reasons: Readonly<Record<FallbackReason, string>>;
  readonly open: string;
  readonly close: string;
  /** Where a click in the page cannot open the panel: what can. Undefined where it can. */
  readonly how: string | undefined;
}

/** For which page a frame was opened. */
export interface Visit {
  readonly tabId: number;
  readonly windowId: number;
  readonly address: string;
  readonly title: string;
  /** The keys that open the panel, as the person has set them. */
  readonly panelKeys: string;
}

export type TicketAnswer = { readonly ok: true; readonly visit: Visit } | { readonly ok: false };

const MAX_PEOPLE = 10_000;
const TICKET = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> => typeof raw === 'object' && raw !== null;
const isId = (raw: unknown): raw is number => Number.isSafeInteger(raw) && Number(raw) >= 0;

/** Undefined for whatever is none of the above. */
export function readRequest(raw: unknown): Request | undefined {
  if (!isObject(raw)) return undefined;
  const { type, ticket, reason, opensPanel, people, tabId } = raw;
  switch (type) {
    case 'issue-ticket':
      return { type };
    case 'fall-back': {
      const known = FALLBACK_REASONS.find((each) => each === reason);
      return known && typeof opensPanel === 'boolean' ? { type, reason: known, opensPanel } : undefined;
    }
    case 'use-ticket':
      return typeof ticket === 'string' && TICKET.test(ticket) ? { type, ticket } : undefined;
    case 'tell-people': {
      const isCount = people === undefined || people === null || (isId(people) && people <= MAX_PEOPLE);
      if (!isCount || (tabId !== undefined && !isId(tabId))) return undefined;
      // JSON between contexts leaves undefined out; null says the same.
      return { type, people: isId(people) ? people : undefined, ...(isId(tabId) && { tabId }) };
    }
    case 'open-page': {
      const page = OWN_PAGES.find((each) => each === raw['name']);
      return page && { type, name: page };
    }
    case 'float':
      return isId(tabId) ? { type, tabId } : undefined;
    default:
      return undefined;
  }
}
