/** Tokens from an Express server of somebody's own, over real sockets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { createAuthenticator } from '../../../relay/auth/authenticator.ts';
import { type Identify, type TokenHandlerOptions, tokenHandler } from '../../../relay/auth/token-handler.ts';

const SECRET = 'a secret of well over thirty-two bytes';
const SETTINGS = {
  open: 'no',
  tokenSecret: SECRET,
  tokenAudience: 'stream-room',
  maxTokenLifetimeMs: 600_000,
} as const;

/** Signed in by a header, as others are by a cookie. */
const identify: Identify = (request: Request) => {
  const name = request.get('X-Account');
  return name === undefined ? undefined : { subject: name.toLowerCase(), name, role: 'member' };
};

async function serve(t: TestContext, options: Partial<TokenHandlerOptions> = {}, prepare?: (app: Express) => void) {
  const app = express();
  prepare?.(app);
  app.all('/token', tokenHandler({ key: SECRET, identify, ...options }));
  const failures: unknown[] = [];
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    failures.push(error);
    response.status(500).end();
  };
  app.use(onError);
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const ask = async (
    body: unknown,
    headers: Record<string, string> = { 'X-Account': 'Ada' },
    init: RequestInit = {},
  ) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
    });
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, answer };
  };
  return { url, ask, failures };
}

const authenticate = async (token: unknown) => (await createAuthenticator(SETTINGS)).authenticate(String(token));

describe('who is signed in', () => {
  it('gets a token that the relay takes, and when it ends', async (t) => {
    const { ask } = await serve(t);
    const before = Date.now();
    const { status, headers, answer } = await ask({ room: 'team' });
    assert.equal(status, 200);
    assert.equal(headers.get('Cache-Control'), 'no-store');
    assert.equal(headers.get('Access-Control-Allow-Origin'), null);
    const { subject, room, name, role, expiresAtMs = 0 } = await authenticate(answer['token']);
    assert.deepEqual([subject, room, name, role], ['ada', 'team', 'Ada', 'member']);
    assert.ok(Math.abs(expiresAtMs - Number(answer['expiresAtMs'])) <= 1_000);
    assert.ok(Number(answer['expiresAtMs']) >= before + 600_000);
  });

  it('also where the app has read the body before', async (t) => {
    const { ask } = await serve(t, {}, (app) => app.use(express.json()));
    const { status, answer } = await ask({ room: 'team' });
    assert.equal(status, 200);
    assert.equal((await authenticate(answer['token'])).room, 'team');
  });

  it('gets what the account may, and no more', async (t) => {
    const { ask } = await serve(t, {
      identify: async () => ({
        subject: 'cam',
        role: 'guest',
        grants: ['publish'],
        kbps: 800,
        native: true,
        once: true,
      }),
      lifetimeMs: 60_000,
    });
    const { answer } = await ask({ room: 'team', role: 'host', subject: 'eve', grants: ['moderate'], once: false });
    const identity = await authenticate(answer['token']);
    assert.deepEqual([identity.subject, identity.role, [...identity.grants]], ['cam', 'guest', ['publish']]);
    assert.deepEqual([identity.maxBitrateBps, identity.native], [800_000, true]);
  });

  it('is asked about with the room that is wanted', async (t) => {
    const asked: (string | undefined)[] = [];
    const { ask } = await serve(t, {
      identify: (_request, room) => {
        asked.push(room);
        return room === 'staff' ? 'forbidden' : { subject: 'ada', role: room === 'mine' ? 'host' : 'guest' };
      },
    });
    assert.equal((await authenticate((await ask({ room: 'mine' })).answer['token'])).role, 'host');
    assert.equal((await authenticate((await ask({ room: 'team' })).answer['token'])).role, 'guest');
    assert.equal((await ask({ room: 'staff' })).status, 403);
    assert.deepEqual(asked, ['mine', 'team', 'staff']);
  });

  it('need not name the room where there is but one, and cannot name another', async (t) => {
    for (const options of [
      { room: 'team' },
      { identify: () => ({ subject: 'ada', role: 'member', room: 'team' }) as const },
    ]) {
      const { ask } = await serve(t, options);
      for (const body of [{}, { room: 'team' }]) {
        assert.equal((await authenticate((await ask(body)).answer['token'])).room, 'team');
      }
      const { status, answer } = await ask({ room: 'other' });
      assert.deepEqual([status, answer['error']], [403, 'forbidden']);
    }
  });
});

describe('nobody gets a token', () => {
  const wrong: Record<
    string,
    readonly [status: number, error: string, body: unknown, headers?: Record<string, string>]
  > = {
    'who is not signed in': [401, 'not-signed-in', { room: 'team' }, {}],
    'for no room': [400, 'bad-request', {}],
    'for a room without a name': [400, 'bad-request', { room: '' }],
    'for a room that is a number': [400, 'bad-request', { room: 7 }],
    'for a room that is a list': [400, 'bad-request', { room: ['team'] }],
    'for a room whose name nobody could show': [400, 'bad-request', { room: 'a\u202eb' }],
    'for broken JSON': [400, 'bad-request', '{"room":'],
    'for a list': [400, 'bad-request', []],
    'for a long body': [400, 'bad-request', { room: 'team', more: 'x'.repeat(5_000) }],
    'with a form, as another site could send it': [
      400,
      'bad-request',
      'room=team',
      { 'X-Account': 'Ada', 'Content-Type': 'application/x-www-form-urlencoded' },
    ],
    'with JSON as plain text, as another site could send it': [
      400,
      'bad-request',
      '{"room":"team"}',
      { 'X-Account': 'Ada', 'Content-Type': 'text/plain' },
    ],
  };
  for (const [name, [status, error, body, headers]] of Object.entries(wrong)) {
    it(name, async (t) => {
      const { ask, failures } = await serve(t);
      const result = await ask(body, headers);
      assert.deepEqual([result.status, result.answer['error']], [status, error]);
      assert.match(String(result.answer['message']), /\.$/);
      assert.equal(result.answer['token'], undefined);
      assert.equal(result.headers.get('Cache-Control'), 'no-store');
      assert.deepEqual(failures, []);
    });
  }

  it('with a link', async (t) => {
    const { url } = await serve(t);
    const response = await fetch(`${url}?room=team`, { headers: { 'X-Account': 'Ada' } });
    assert.deepEqual([response.status, response.headers.get('Allow')], [405, 'POST']);
  });

  it('from a server whose key is too weak: its owner reads why', async (t) => {
    const { ask, failures } = await serve(t, { key: 'short' });
    assert.equal((await ask({ room: 'team' })).status, 500);
    assert.match(String(failures[0]), /is a secret of 5 bytes; it needs at least 32/);
  });

  it('from a server that fails at telling who asks', async (t) => {
    const failure = new Error('the accounts are away');
    const { ask, failures } = await serve(t, {
      identify: () => {
        throw failure;
      },
    });
    assert.equal((await ask({ room: 'team' })).status, 500);
    assert.deepEqual(failures, [failure]);
  });
});

describe('pages of other sites', () => {
  const preflight = { method: 'OPTIONS', body: null };
  const allowed = (headers: Headers) => headers.get('Access-Control-Allow-Origin');

  it('are allowed where they are listed, by name and with their cookies', async (t) => {
    const { ask } = await serve(t, { origins: ['https://a.example'] });
    const from = { 'X-Account': 'Ada', Origin: 'https://a.example' };
    const before = await ask('', from, preflight);
    assert.deepEqual([before.status, allowed(before.headers)], [204, 'https://a.example']);
    assert.equal(before.headers.get('Access-Control-Allow-Headers'), 'Authorization, Content-Type');
    const { status, headers } = await ask({ room: 'team' }, from);
    assert.deepEqual([status, allowed(headers)], [200, 'https://a.example']);
    assert.equal(headers.get('Access-Control-Allow-Credentials'), 'true');
    assert.match(String(headers.get('Vary')), /Origin/);
  });

  it('are not where they are not', async (t) => {
    const { ask } = await serve(t, { origins: ['https://a.example'] });
    for (const Origin of ['https://a.example.evil', 'https://b.example', 'http://a.example', 'null']) {
      const { headers } = await ask('', { Origin }, preflight);
      assert.deepEqual([allowed(headers), headers.get('Access-Control-Allow-Credentials')], [null, null]);
    }
    const { ask: askPlain } = await serve(t);
    assert.equal(allowed((await askPlain('', { Origin: 'https://a.example' }, preflight)).headers), null);
  });
});
