/**
 * Where the call of a tab opens: over its page, or beside it; decided from what is known within the click, since a panel
 * opens for nothing else. Pure.
 */
import { isSecurePage, isWebPage } from '../address/page-address.ts';
import type { FallbackReason } from '../messages.ts';

export type Opening = { readonly where: 'floating' } | { readonly where: 'panel'; readonly reason?: FallbackReason };

export interface Situation {
  /** Undefined where the browser keeps it to itself. */
  readonly address: string | undefined;
  readonly isFirefox: boolean;
  /** What the person wants: the settings' `place`. */
  readonly place: 'auto' | 'floating' | 'panel';
  /** Asked for the floating call in so many words: menu or shortcut. */
  readonly wantsFloating: boolean;
  /** What this page was found to forbid. */
  readonly forbids: FallbackReason | undefined;
}

/** Browsers keep extensions out of their shops. */
const SHOPS = [
  'chromewebstore.google.com',
  'chrome.google.com/webstore',
  'microsoftedge.microsoft.com/addons',
  'addons.mozilla.org',
];

export function chooseOpening({ address, isFirefox, place, wantsFloating, forbids }: Situation): Opening {
  if (!isWebPage(address) || isShop(address)) return { where: 'panel', reason: 'browser' };
  if (forbids) return { where: 'panel', reason: forbids };
  // Firefox asks for the camera in the name of the page: its sidebar is the better first choice.
  const usual = isFirefox ? 'panel' : 'floating';
  const wanted = wantsFloating ? 'floating' : place === 'auto' ? usual : place;
  if (wanted === 'panel') return { where: 'panel' };
  if (isFirefox && !isSecurePage(address)) return { where: 'panel', reason: 'insecure' };
  return { where: 'floating' };
}

function isShop(address: string): boolean {
  const { host, pathname } = new URL(address);
  return SHOPS.some((shop) => `${host}${pathname}`.startsWith(shop));
}
