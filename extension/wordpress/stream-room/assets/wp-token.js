/**
 * Answers the element's question for a token: asks WordPress who is logged in when somebody joins, so that nothing of it is
 * in the page. Where WordPress gives no answer, one joins as a guest. Knows nothing of what a token says.
 */
(() => {
  const TIMEOUT_MS = 8000; // whoever joins waits for it

  // The same visitor for as long as the page is open; nobody else is told.
  let guest;
  function guestId() {
    guest =
      guest ||
      Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return guest;
  }

  /** Undefined: nobody is logged in, or it cannot be told. */
  async function fetchNonce(url) {
    try {
      const response = await fetch(url, {
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = response.ok ? (await response.text()).trim() : '';
      return /^[0-9a-f]{6,40}$/.test(text) ? text : undefined;
    } catch {
      return undefined;
    }
  }

  function post(url, nonce) {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    if (nonce) {
      headers['X-WP-Nonce'] = nonce;
    }
    return fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ guest: guestId() }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  async function fetchToken(tokenUrl, nonceUrl) {
    let response;
    let answer;
    try {
      response = await post(tokenUrl, await fetchNonce(nonceUrl));
      answer = await response.json();
      if (answer && answer.code === 'rest_cookie_invalid_nonce') {
        // Logged out in between.
        response = await post(tokenUrl);
        answer = await response.json();
      }
    } catch (error) {
      console.warn('Stream Room: this site gave no token. Joining as a guest.', error);
      return null;
    }
    if (response.ok && answer && (typeof answer.token === 'string' || answer.token === null)) {
      return answer.token;
    }
    // Our own words are a refusal; anybody else's are some other plugin that closes the way.
    if (answer && /^stream_room_/.test(String(answer.code))) {
      const code = response.status === 401 ? 'not-signed-in' : 'forbidden';
      throw Object.assign(new Error(answer.message), { code });
    }
    console.warn(`Stream Room: this site gave no token (${response.status}). Joining as a guest.`, answer);
    return null;
  }

  document.addEventListener('stream-room-token', (event) => {
    const room = event.target;
    const { nonceUrl } = room.dataset;
    const tokenUrl = room.getAttribute('token-url');
    if (nonceUrl && tokenUrl) {
      event.detail.respondWith(fetchToken(tokenUrl, nonceUrl));
    }
  });
})();
