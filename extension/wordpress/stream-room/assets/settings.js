/**
 * The button "Test connection": connects to the relay as a page of this site does, with a token of this site, and says what
 * came of it. Knows nothing of rooms.
 */
(() => {
  const PROTOCOL = 'stream-room.v1';
  const TOKEN_PREFIX = 'stream-room.token.';
  const BAD_TOKEN = 4401;
  const TIMEOUT_MS = 8000;

  const { url, nonce, origins, texts } = window.streamRoomSettings;
  const button = document.getElementById('stream-room-test');
  const result = document.getElementById('stream-room-test-result');
  const field = (name) => document.getElementById(`stream-room-${name}`);

  /** What the form says now, and a token made of it. */
  async function prepare() {
    const body = new FormData();
    body.append('action', 'stream_room_test');
    body.append('nonce', nonce);
    for (const name of ['relay', 'issuer', 'audience', 'prefix', 'secret']) {
      body.append(name, field(name).value);
    }
    const response = await fetch(url, { method: 'POST', body, credentials: 'same-origin' });
    const { success, data } = await response.json();
    if (!success) {
      throw new Error(data.message);
    }
    return data;
  }

  /** Undefined when the relay took the connection, else the code and reason with which it closed it. */
  function connect(relay, token) {
    return new Promise((resolve) => {
      const protocols = token ? [PROTOCOL, TOKEN_PREFIX + token] : [PROTOCOL];
      const socket = new WebSocket(`${relay.replace(/^http/, 'ws')}/socket`, protocols);
      const timer = setTimeout(() => end({ code: 1006, reason: '' }), TIMEOUT_MS);
      function end(outcome) {
        clearTimeout(timer);
        resolve(outcome);
        socket.close();
      }
      socket.onopen = () => socket.send('{"type":"ping","id":1}');
      socket.onmessage = ({ data }) => {
        if (String(data).includes('"ack"')) {
          end(undefined);
        }
      };
      socket.onclose = end;
    });
  }

  /** Whether anybody is there at all; what it says is not for this page. */
  async function answers(relay) {
    try {
      await fetch(`${relay}/live`, { mode: 'no-cors', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
      return true;
    } catch {
      return false;
    }
  }

  async function test() {
    const { relay, token } = await prepare();
    const closed = await connect(relay, token);
    if (!closed) {
      return { good: true, text: token ? texts.token : texts.open };
    }
    if (closed.code === BAD_TOKEN) {
      return { good: false, text: token ? texts.refused.replace('%s', () => closed.reason) : texts.secret };
    }
    return { good: false, text: (await answers(relay)) ? origins : texts.unreachable };
  }

  function show(kind, text) {
    result.className = kind ? `notice notice-alt inline notice-${kind}` : '';
    result.textContent = text;
  }

  button.addEventListener('click', async () => {
    button.disabled = true;
    show('', texts.testing);
    try {
      const { good, text } = await test();
      show(good ? 'success' : 'error', text);
    } catch (error) {
      show('error', error.message || texts.failed);
    }
    button.disabled = false;
  });
})();
