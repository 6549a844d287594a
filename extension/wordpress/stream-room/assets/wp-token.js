/**
 * Answers the element's question for a token: asks WordPress who is logged in when somebody joins, so that nothing of it is
 * in the page. Where WordPress gives no answer, one joins as a guest. Knows nothing of what a token says.
 */
(() => {
  const TIMEOUT_MS = 8000; // whoever joins waits for it

  // The same visitor for as long as the page is open; nobody else is told.
  let guest;
  function guestId() {
    guest ??= Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    );
    return guest;
  }

  /** Undefined: nobody is logged in, or it cannot be told. */
  async function fetchNonce(url) {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(url, { credentials: 'same-origin', cache: 'no-store', signal });
      const text = response.ok ? (await response.text()).trim() : '';
      return /^[0-9a-f]{6,40}$/.test(text) ? text : undefined;
    } catch {
      return undefined;
    }
  }

  async function post(url, nonce) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...(nonce ? { 'X-WP-Nonce': nonce } : {}),
      },
      body: JSON.stringify({ guest: guestId() }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, isOk: response.ok, answer: await response.json() };
  }

  /** What WordPress says of whoever looks at this element. Undefined, with a warning: it does not say anything. */
  async function ask({ tokenUrl, nonceUrl }) {
    try {
      const said = await post(tokenUrl, await fetchNonce(nonceUrl));
      // Logged out in between.
      return said.answer?.code === 'rest_cookie_invalid_nonce' ? await post(tokenUrl) : said;
    } catch (error) {
      console.warn('Stream Room: this site gives no token. Joining as a guest.', error);
      return undefined;
    }
  }

  async function tokenOf(place) {
    const said = await ask(place);
    if (!said) return null;
    const { status, isOk, answer } = said;
    if (isOk && typeof answer?.token === 'string') return answer.token;
    if (isOk && answer?.token === null) return null;
    // Our own words are a refusal; anybody else's are some other plugin that closes the way.
    if (String(answer?.code).startsWith('stream_room_')) {
      throw Object.assign(new Error(answer.message), { code: status === 401 ? 'not-signed-in' : 'forbidden' });
    }
    console.warn(`Stream Room: this site gives no token (${status}). Joining as a guest.`, answer);
    return null;
  }

  /** Undefined for a call that is none of this site's plugin. */
  function placeOf(element) {
    const { nonceUrl } = element.dataset;
    const tokenUrl = element.getAttribute('token-url');
    return nonceUrl && tokenUrl ? { nonceUrl, tokenUrl } : undefined;
  }

  document.addEventListener('stream-room-token', (event) => {
    const place = placeOf(event.target);
    if (place) event.detail.respondWith(tokenOf(place));
  });

  // Whoever is logged in need not type a name. Asked when somebody turns to the call, not with every page that is read.
  const asked = new WeakSet();
  async function fillName(event) {
    const room = event.target instanceof Element ? event.target.closest('stream-room') : undefined;
    const place = room && placeOf(room);
    if (!place || asked.has(room)) return;
    asked.add(room);
    const said = await ask(place);
    if (said?.isOk && said.answer?.name && room.displayName === '') room.displayName = said.answer.name;
  }
  for (const type of ['pointerover', 'focusin']) document.addEventListener(type, fillName, { passive: true });
})();
