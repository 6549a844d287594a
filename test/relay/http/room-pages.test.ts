/** `/r/:room` and `/embed/:room` over HTTP: who may frame them, what they may do, and what is no room. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import express from 'express';
import { createRelay, type RelayOptions } from '../../../relay/relay.ts';
import { startRelay } from '../../support/relay.ts';

const directive = (response: Response, name: string): string | undefined =>
  response.headers
    .get('content-security-policy')
    ?.split(';')
    .find((each) => each.startsWith(`${name} `))
    ?.slice(name.length + 1);

it('serves a call as a page, under a policy that allows a call and nothing else', async (t) => {
  const { url, port } = await startRelay(t);
  const response = await fetch(`${url}r/team`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/html; charset=utf-8/);
  assert.match(await response.text(), /<stream-room room="team">/);
  assert.equal(directive(response, 'default-src'), "'none'");
  assert.equal(directive(response, 'script-src'), "'self'");
  assert.equal(directive(response, 'connect-src'), `'self' ws://localhost:${port}`);
  assert.equal(directive(response, 'require-trusted-types-for'), "'script'");
  assert.equal(directive(response, 'frame-ancestors'), "'none'");
  assert.doesNotMatch(response.headers.get('content-security-policy') ?? '', /unsafe/);
  assert.match(response.headers.get('permissions-policy') ?? '', /camera=\(self\), microphone=\(self\)/);
  assert.equal(response.headers.get('x-frame-options'), 'DENY');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  const links = response.headers.get('link') ?? '';
  assert.match(
    links,
    /^<http:\/\/localhost:\d+\/oembed\?url=[^>]+>; rel="alternate"; type="application\/json\+oembed"/,
  );
  assert.match(links, /format=xml>; rel="alternate"; type="text\/xml\+oembed"$/);
});

describe('a frame of another website', () => {
  const allowed = async (t: Parameters<typeof startRelay>[0], options: RelayOptions) => {
    const { url } = await startRelay(t, options);
    const response = await fetch(`${url}embed/team`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('x-frame-options'), null);
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin');
    return directive(response, 'frame-ancestors');
  };

  it('is of this machine only while one tries it out', async (t) => {
    assert.equal(await allowed(t, {}), "'self' http://localhost:* http://127.0.0.1:*");
  });

  it('is one of the origins that may connect', async (t) => {
    const origins = ['https://example.com', 'https://*.example.org', `chrome-extension://${'a'.repeat(32)}`];
    assert.equal(await allowed(t, { origins }), "'self' https://example.com https://*.example.org");
  });

  it('is one of those that are named for it, and no other', async (t) => {
    const options = { origins: ['https://example.com'], frameAncestors: ['https://blog.example'] };
    assert.equal(await allowed(t, options), "'self' https://blog.example");
    assert.equal(await allowed(t, { frameAncestors: ['https://blog.example', '*'] }), '*');
  });

  it('is of nobody else where tokens are wanted', async (t) => {
    assert.equal(await allowed(t, { tokenSecret: 'x'.repeat(32) }), "'self'");
  });
});

it('what is no room is a page that says so', async (t) => {
  const { url, said } = await startRelay(t);
  for (const [path, status, about] of [
    ['r', 404, /name of its room/],
    ['r/', 400, /1 to 128/],
    ['r/a/b', 404, /name of its room/],
    ['embed/', 400, /1 to 128/],
    [`r/${'x'.repeat(129)}`, 400, /this one has 129/],
    ['r/%E0%A4%A', 400, /cannot be read/],
    ['r/a%00', 400, /printable/],
    ['embed/%20', 400, /white space/],
  ] as const) {
    const response = await fetch(`${url}${path}`);
    assert.equal(response.status, status, path);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await response.text(), about);
    assert.equal(directive(response, 'script-src'), "'self'");
  }
  assert.deepEqual(said, []);
});

it('names of files are no rooms, and rooms no files', async (t) => {
  const { url } = await startRelay(t);
  for (const name of [
    'room.js',
    'room.css',
    'embed.js',
    'embed.css',
    'words.js',
    'wordpress.js',
    'icon.svg',
    'preview.png',
  ]) {
    const response = await fetch(`${url}embed-files/${name}`);
    assert.equal(response.status, 200, name);
    assert.equal(response.headers.get('access-control-allow-origin'), '*', 'a locked frame has no origin');
  }
  for (const path of ['embed-files/', 'embed-files/..%2fmain.ts', 'embed-files/nothing.js']) {
    const { status } = await fetch(`${url}${path}`);
    assert.ok(status === 404 || status === 403 || status === 400, `${path} answered ${status}`);
  }
  const response = await fetch(`${url}r/..%2F..%2Fetc`);
  assert.match(await response.text(), /<stream-room room="\.\.\/\.\.\/etc">/);
});

it('in an app of somebody’s own, addresses have its path', async (t) => {
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  const relay = createRelay({ server, basePath: '/call', open: 'any-room' });
  app.use('/call', relay.router);
  await once(server, 'listening');
  t.after(async () => {
    await relay.close();
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const page = await (await fetch(`${origin}/call/r/team`)).text();
  assert.ok(page.includes(`content="${origin}/call/r/team"`));
  const answer = await fetch(`${origin}/call/oembed?url=${encodeURIComponent(`${origin}/call/r/team`)}`);
  assert.match(((await answer.json()) as { html: string }).html, new RegExp(`src="${origin}/call/embed/team"`));
});

it('behind a proxy, addresses are those of the proxy, where it is trusted', async (t) => {
  const headers = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'call.example.com' };
  const trusting = await startRelay(t, { trustProxy: ['127.0.0.1', '::1'], open: 'any-room' });
  const page = await (await fetch(`${trusting.url}r/team`, { headers })).text();
  assert.ok(page.includes('content="https://call.example.com/r/team"'));
  const wary = await startRelay(t);
  assert.doesNotMatch(await (await fetch(`${wary.url}r/team`, { headers })).text(), /call\.example\.com/);
});
