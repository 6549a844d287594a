/**
 * Comes into a page on a click, through `activeTab`: shows the floating call there, or takes it away when it is there
 * already. Runs beside the page's own scripts in a world of its own; Chromium has no custom elements in it.
 */
import browser from 'webextension-polyfill';
import { FloatingCall } from './float/floating-call.ts';
import { isFirefox, ownOrigin } from './kind.ts';

/** In the extension's own world: no page sees it. */
const world = globalThis as { streamRoomCall?: FloatingCall | undefined };

if (world.streamRoomCall) world.streamRoomCall.close();
else openCall();

function openCall(): void {
  const life = new AbortController();
  const call = new FloatingCall({
    ask: (request) => browser.runtime.sendMessage(request),
    frameUrl: () => browser.runtime.getURL('frame.html'),
    frameOrigin: ownOrigin,
    allowedOrigin: isFirefox ? '*' : ownOrigin,
    isAlive,
    canMove: !isFirefox,
    onClosed: () => {
      world.streamRoomCall = undefined;
      life.abort();
    },
  });
  world.streamRoomCall = call;
  void call.open();
  const tellAddress = () => call.tellAddress(location.href, document.title);
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener('navigatesuccess', tellAddress, { signal: life.signal });
  window.addEventListener('popstate', tellAddress, { signal: life.signal });
}

/** After an update or removal of the extension its scripts live on in pages, with nobody behind them. */
function isAlive(): boolean {
  try {
    return browser.runtime.id !== undefined && browser.runtime.getURL('') !== '';
  } catch {
    return false;
  }
}
