/**
 * The call in a frame of another site: a card with one button, because no frame turns a camera on without a click in it.
 * Says why a call cannot be here, and where it can. Knows nothing of calls.
 */
import { readFragment } from './fragment.js';
import { filled, loadWords } from './words.js';

const PROBE_TIMEOUT_MS = 8_000;

const byId = (id) => document.getElementById(id);
const [card, what, begin, open, address] = ['card', 'what', 'begin', 'open', 'address'].map(byId);
const isFramed = self !== parent;
const isSandboxed = self.origin === 'null';
/** What WordPress appended to the frame's address. */
const [, secret] = /[?&]secret=([a-zA-Z0-9]+)/.exec(location.hash) ?? [];

const room = byId('call').content.querySelector('stream-room');
const label = readFragment(room) ?? room.getAttribute('room');
const token = room.getAttribute('token');
byId('label').textContent = label;
const words = await loadWords();
document.title = filled(words.title, { room: label });

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
  what.textContent = reason === undefined ? filled(words.place, { host: card.dataset.host }) : words[reason];
  card.dataset.reason = reason ?? '';
  begin.hidden = !mayJoin;
  begin.disabled = false;
  begin.textContent = isMute ? words.watch : reason === undefined ? words.join : words.again;
  open.textContent = reason === undefined ? words.ownTab : words.open;
  // What is most useful now is what stands out; nothing but patience helps where the relay is away.
  const isForHere = reason === undefined || reason === 'relay';
  begin.className = isForHere ? 'main' : '';
  open.className = isForHere ? '' : 'main';
  // The keyboard goes the way that the eye goes; what has the focus is not moved.
  if (isForHere) begin.after(open);
  else begin.before(open);
  address.hidden = !isSandboxed;
  begin.onclick = (event) => event.isTrusted && join(isMute);
  tellHeight();
}

async function join(isMute) {
  begin.disabled = true;
  begin.textContent = words.opening;
  const [trouble] = await Promise.all([
    probe(),
    import(card.dataset.script).catch(() => {
      throw 'relay';
    }),
  ]).catch((reason) => [reason]);
  if (trouble) {
    show(trouble);
    begin.focus();
    return;
  }
  const call = document.createElement('main');
  call.className = 'call';
  if (isMute) for (const name of ['audio', 'video']) room.setAttribute(name, 'none');
  const link = room.querySelector('[slot=lobby-footer] a');
  link.textContent = words.ownTab;
  carryFragment(link);
  call.append(room);
  document.body.replaceChildren(call);
}

/** The link leads to the same call, of which the words behind the “#” are a part. */
function carryFragment(link) {
  if (secret !== undefined) return;
  const shown = () => {
    link.hash = location.hash;
  };
  shown();
  for (const type of ['click', 'auxclick']) {
    link.addEventListener(type, () => {
      const all = new URLSearchParams(location.hash.slice(1));
      if (token) all.set('token', token);
      link.hash = String(all);
      // It is for one person: whoever copies the link does not get it.
      setTimeout(shown);
    });
  }
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
carryFragment(open);
address.textContent = open.href;

show(await obstacle());
