/**
 * One address for all the addresses under which people see the same page (pure). Knows nothing of rooms.
 */

/** What search engines, mailings and networks append to see where somebody comes from; pages look the same without. */
const TRACKING = [
  /^utm_/,
  /^(gclid|dclid|gbraid|wbraid|gclsrc|gad_source|gad_campaignid|srsltid|fbclid|msclkid|twclid|ttclid|yclid|li_fat_id)$/,
  /^(mc_cid|mc_eid|mkt_tok|igshid|igsh|_ga|_gl|_hsenc|_hsmi|_openstat|ysclid|wickedid|vero_id|vero_conv)$/,
  /^(oly_anon_id|oly_enc_id|hsctatracking|rb_clickid|s_cid|cvid|trk_contact|trk_msg|__s|ref_src|ref_url|cmpid)$/,
];

const isTracking = (name: string): boolean => TRACKING.some((pattern) => pattern.test(name.toLowerCase()));

/** Browsers read `%7Euser` and `~user` as the same, but keep what was written. */
const UNRESERVED = /%(2d|2e|5f|7e|3\d|[46][1-9a-f]|[57][0-9a])/gi;

/** What may hold a call: an ordinary web page. */
export function isWebPage(address: string | undefined): address is string {
  return address !== undefined && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

/**
 * Without scheme (http and https show the same page), fragment, credentials, default port, tracking parameters and slash
 * at the end; parameters in order. `https://Example.com:443/a/?b=2&a=1&utm_source=x#top` → `example.com/a?a=1&b=2`.
 * Throws TypeError for what is no web page.
 */
export function pageAddress(address: string): string {
  const url = webUrl(address);
  const path = unescapeNeedless(url.pathname).replace(/(?<!\/)\/+$/, '');
  const parameters = [...url.searchParams].filter(([name]) => !isTracking(name));
  // By code units, as everywhere: an order of some language would differ from browser to browser.
  parameters.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  const query = new URLSearchParams(parameters).toString();
  return `${siteAddress(address)}${path}${query === '' ? '' : `?${query}`}`;
}

/** Host, and port where it is not the usual one: `example.com`, `localhost:8080`. Throws TypeError. */
export function siteAddress(address: string): string {
  return webUrl(address).host.replace(/\.(?=$|:)/, '');
}

function webUrl(address: string): URL {
  if (!isWebPage(address)) throw new TypeError(`"${String(address).slice(0, 100)}" is no http or https page.`);
  return new URL(address);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function unescapeNeedless(path: string): string {
  return path
    .replaceAll(UNRESERVED, (each) => decodeURIComponent(each))
    .replaceAll(/%[\da-f]{2}/gi, (each) => each.toUpperCase());
}

/** As browsers see it: encrypted, or on this machine. */
export function isSecurePage(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
