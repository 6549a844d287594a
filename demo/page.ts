/** The demo page: a room of its own, the ways to send, the figures, the snippets. Only wires them together. */
import type { StreamRoom } from 'stream-room';
import { enableCopying } from './copying.ts';
import { find } from './page-parts.ts';
import { roomOfAddress, showInvitation } from './room-link.ts';
import { enableSendModes } from './send-mode.ts';
import { showStatistics } from './statistics.ts';

const SCRIPT_TIMEOUT_MS = 10_000;

const room = roomOfAddress();
for (const place of document.querySelectorAll('[data-origin]')) place.textContent = location.origin;
for (const place of document.querySelectorAll('[data-room]')) place.textContent = room;
showInvitation(room);
enableCopying();

const element = find('stream-room', HTMLElement) as StreamRoom;
element.setAttribute('room', room);

const failure = setTimeout(() => {
  const message = find('[data-load-error]', HTMLElement);
  message.textContent =
    'The call’s script did not load from this relay. Look at the terminal of npm start, then reload.';
  message.hidden = false;
}, SCRIPT_TIMEOUT_MS);

// Before the tag is known, its element has no methods.
await customElements.whenDefined('stream-room');
clearTimeout(failure);
showStatistics(enableSendModes(element, room).elements);
