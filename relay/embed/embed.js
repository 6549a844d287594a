/**
 * The call in a frame of another site: a card with one button, because no frame turns a camera on without a click in it.
 * Says why a call cannot be here, and where it can. Knows nothing of calls.
 */
import { readFragment } from './fragment.js';

const PROBE_TIMEOUT_MS = 8_000;

const REASONS = {
  sandbox: 'This website shows the call in a sandbox, where browsers give it no camera and no microphone.',
  insecure: 'Browsers give camera and microphone to secure pages (https) only, and this page is not secure.',
  policy: 'This website does not let the call in its page use your camera and microphone.',
  denied: 'Your browser gives the call in this page no camera and no microphone; the website may forbid it.',
  socket: 'Something on the way, such as a firewall or a proxy, blocks the connection that a call needs.',
  relay: 'The relay of this call does not answer.',
};

const byId = (id) => document.getElementById(id);
const [card, what, begin, open, address] = ['card', 'what', 'begin', 'open', 'address'].map(byId);
const isFramed = self !== parent;
const isSandboxed = self.origin === 'null';

async function obstacle() {
  if (isSandboxed) return 'sandbox';
  if (!isSecureContext) return 'insecure';
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  if (policy) return ['camera', 'microphone'].some((name) => policy.allowsFeature(name)) ? undefined : 'policy';
  return isFramed && (await isDenied('camera')) && (await isDenied('microphone')) ? 'denied' : undefined;
}

/** Where browsers do not tell what the frame may: no by whoever, the site or the person. */
const isDenied = (name) =>
  navigator.permissions.query({ name }).then(
    ({ state }) => state === 'denied',
    () => false,
  );

/** The card, with a reason why the call is not here or with none. */
function show(reason) {
  const mayJoin = reason !== 'sandbox' && reason !== 'insecure';
  const isMute = reason === 'policy' || reason === 'denied';
  if (reason !== undefined) what.textContent = REASONS[reason];
  card.dataset.reason = reason ?? '';
  begin.hidden = !mayJoin;
  begin.disabled = false;
  begin.textContent = isMute ? 'Join here, watching only' : reason === undefined ? 'Join the call' : 'Try again';
  // What is most useful now is what stands out.
  begin.className = reason === undefined ? 'main' : '';
  open.textContent = reason === undefined ? 'Open in its own tab' : 'Open the call';
  open.className = reason === undefined ? '' : 'main';
  address.hidden = !isSandboxed;
  begin.onclick = (event) => event.isTrusted && join(isMute);
  tellHeight();
}

async function join(isMute) {
  begin.disabled = true;
  begin.textContent = 'Opening …';
  const [trouble] = await Promise.all([
    probe(),
    import(card.dataset.script).catch(() => {
      throw 'relay';
    }),
  ]).catch((reason) => [reason]);
  if (trouble) {
    show(trouble);
    return;
  }
  const call = document.createElement('main');
  call.className = 'call';
  const room = byId('call').content.querySelector('stream-room').cloneNode(true);
  const label = readFragment(room);
  if (label !== undefined) document.title = `${label} – live call`;
  if (isMute) for (const name of ['audio', 'video']) room.setAttribute(name, 'none');
  document.documentElement.lang = navigator.language;
  call.append(room);
  document.body.replaceChildren(call);
}

/** Resolves to the reason why no socket opens, or to nothing. */
function probe() {
  return new Promise((resolve) => {
    const { socket: path, protocol, ready } = card.dataset;
    const url = new URL(path, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const fail = () =>
      resolve(
        fetch(ready, { cache: 'no-store' }).then(
          () => 'socket',
          () => 'relay',
        ),
      );
    const socket = new WebSocket(url, protocol);
    const timer = setTimeout(() => {
      socket.onerror = null;
      socket.close();
      fail();
    }, PROBE_TIMEOUT_MS);
    socket.onopen = () => {
      clearTimeout(timer);
      socket.close();
      resolve();
    };
    socket.onerror = () => {
      clearTimeout(timer);
      fail();
    };
  });
}

/**
 * WordPress puts links of strangers into such a sandbox, and takes two messages from there: how high the frame is to be,
 * and where a click leads. They carry the secret that it appended to the frame's address.
 */
function tellWordPress(message, value) {
  const [, secret] = /[?&]secret=([a-zA-Z0-9]+)/.exec(location.hash) ?? [];
  if (!isSandboxed || !isFramed || secret === undefined) return false;
  parent.postMessage({ message, value, secret }, '*');
  return true;
}

function tellHeight() {
  tellWordPress('height', Math.ceil(card.getBoundingClientRect().height));
}

open.addEventListener('click', (event) => {
  if (tellWordPress('link', open.href)) event.preventDefault();
});
addEventListener('message', ({ source, data }) => {
  if (source === parent && data?.message === 'ready') tellHeight();
});
addEventListener('resize', tellHeight);

show(await obstacle());
