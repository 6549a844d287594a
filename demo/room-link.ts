/** Which room this tab is in, and how others get there: the link, the second tab, the QR code. Knows nothing of calls. */
import { renderSVG } from 'uqr';
import { find } from './page-parts.ts';

const QUALITIES = ['amber', 'bright', 'calm', 'clear', 'early', 'gentle', 'green', 'quiet', 'silver', 'warm'];
const PLACES = ['harbour', 'garden', 'meadow', 'studio', 'terrace', 'orchard', 'lantern', 'bridge', 'island', 'attic'];

/** The room of the address, or a new one that nobody else is likely to meet; the address then says which. */
export function roomOfAddress(): string {
  const address = new URL(location.href);
  const named = address.searchParams.get('room')?.trim();
  if (named) return named;
  const room = randomRoom();
  address.searchParams.set('room', room);
  history.replaceState(null, '', address);
  return room;
}

function randomRoom(): string {
  const [first = 0, second = 0, third = 0] = crypto.getRandomValues(new Uint32Array(3));
  return `${QUALITIES[first % QUALITIES.length]}-${PLACES[second % PLACES.length]}-${third % 100_000}`;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export function showInvitation(room: string): void {
  const address = new URL(location.pathname, location.origin);
  address.searchParams.set('room', room);
  const link = address.href;

  const field = find('[data-link]', HTMLInputElement);
  field.value = link;
  field.addEventListener('focus', () => field.select());
  find('[data-second-tab]', HTMLAnchorElement).href = link;

  const isOnlyHere = LOOPBACK.test(location.hostname);
  const code = find('[data-qr]', HTMLElement);
  code.hidden = isOnlyHere;
  if (!isOnlyHere) {
    const drawing = new DOMParser().parseFromString(renderSVG(link, { border: 1 }), 'image/svg+xml').documentElement;
    code.replaceChildren(document.importNode(drawing, true));
  }
  find('[data-device-note]', HTMLElement).textContent = deviceNote(isOnlyHere);
}

/** Cameras and codecs are given to secure pages only, and a phone cannot reach another machine's localhost. */
function deviceNote(isOnlyHere: boolean): string {
  if (isOnlyHere) {
    return 'For a phone: start the demo with “npm start -- --lan”. It then has an address for your network, and its QR code stands here.';
  }
  if (!isSecureContext)
    return 'This page is not on https: a browser gives no camera here. Start with “npm start -- --lan”.';
  return 'Or with your phone. It asks once whether to trust a certificate that this machine has signed itself.';
}
