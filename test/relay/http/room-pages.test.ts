/** The pages of a call as they are sent: what is on them, what browsers are told, under which name. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import express from 'express';
import { laterWords } from '../../../relay/http/call-words.ts';
import { LANGUAGES } from '../../../relay/http/page-language.ts';
import { createRelay } from '../../../relay/relay.ts';
import { writeCertificate } from '../../support/certificate.ts';
import { startRelay } from '../../support/relay.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** As it is written, without what browsers do to addresses. */
async function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const asked = request({ port, host: '127.0.0.1', path, method, headers: { host: `localhost:${port}`, ...headers } });
  asked.end();
  const [response] = await once(asked, 'response');
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}

const policyOf = ({ headers }: Answer) => String(headers['content-security-policy']).split(';');
const contentOf = (body: string, name: string) =>
  new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(body)?.[1];

describe('/r/:room', () => {
  it('is a page with title, description, preview and discovery links, in the first kilobytes', async (t) => {
    const { port, url } = await startRelay(t);
    const { status, headers, body } = await ask(port, '/r/Monday%20stand-up');
    assert.equal(status, 200);
    assert.match(String(headers['content-type']), /^text\/html; charset=utf-8/);
    assert.match(body, /<title>Monday stand-up – live call<\/title>/);
    assert.match(String(contentOf(body, 'description')), /^Picture, sound/);
    assert.equal(contentOf(body, 'og:title'), 'Join the call: Monday stand-up');
    assert.equal(contentOf(body, 'og:url'), `${url}r/Monday%20stand-up`);
    assert.match(body, /<stream-room relay="\/" room="Monday stand-up">/);
    const address = encodeURIComponent(`${url}r/Monday%20stand-up`);
    for (const [format, type] of [
      ['json', 'application/json+oembed'],
      ['xml', 'text/xml+oembed'],
    ] as const) {
      const href = `${url}oembed?url=${address}&format=${format}`;
      const link = `<link rel="alternate" type="${type}" href="${href.replace('&', '&amp;')}" title=`;
      assert.ok(body.includes(link), link);
      assert.ok(String(headers['link']).includes(`<${href}>; rel="alternate"; type="${type}"`));
      assert.equal((await fetch(href)).status, 200);
    }
    assert.ok(Buffer.byteLength(body.slice(0, body.indexOf('</head>'))) < 150_000);
    const picture = await fetch(String(contentOf(body, 'og:image')));
    assert.equal(picture.headers.get('content-type'), 'image/png');
    assert.equal(picture.headers.get('cross-origin-resource-policy'), 'cross-origin');
    const bytes = Buffer.from(await picture.arrayBuffer());
    assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)].map(String), [
      contentOf(body, 'og:image:width'),
      contentOf(body, 'og:image:height'),
    ]);
    for (const [, file] of body.matchAll(/(?:src|href)="(\/call-page\/[^"]+)"/g)) {
      assert.equal((await ask(port, String(file))).status, 200, file);
    }
  });

  it('runs nothing but its own scripts, gets the camera for itself alone, and stands in no frame', async (t) => {
    const { port } = await startRelay(t, { frameAncestors: ['*'] });
    const answer = await ask(port, '/r/team');
    const policy = policyOf(answer);
    for (const directive of [
      "default-src 'none'",
      `script-src 'self' http://localhost:${port}`,
      `connect-src 'self' ws://localhost:${port}`,
      "base-uri 'none'",
      "form-action 'none'",
      "object-src 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types lit-html stream-room',
    ]) {
      assert.ok(policy.includes(directive), `${directive} is in ${policy.join('; ')}`);
    }
    assert.doesNotMatch(policy.join(), /unsafe|nonce|\*/);
    assert.equal(answer.headers['x-frame-options'], 'DENY');
    assert.match(
      String(answer.headers['permissions-policy']),
      /camera=\(self\), microphone=\(self\), display-capture=\(self\)/,
    );
    assert.match(String(answer.headers['permissions-policy']), /geolocation=\(\)/);
    assert.equal(answer.headers['referrer-policy'], 'no-referrer');
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(answer.headers['cross-origin-opener-policy'], 'same-origin-allow-popups');
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  });

  it('says what is wrong with an address, as a page under the same rules', async (t) => {
    const { port, said } = await startRelay(t);
    for (const [path, status, words] of [
      ['/r', 404, 'names no room'],
      ['/r/', 404, 'names no room'],
      ['/r/a/b', 404, '%2F'],
      ['/r/..', 400, 'dots'],
      ['/r/%E0%A4%A', 400, 'percent signs'],
      ['/r/%', 400, 'percent signs'],
      [`/r/${'x'.repeat(129)}`, 400, 'has 129'],
      ['/embed/', 404, 'names no room'],
      ['/embed/%0d%0aSet-Cookie:x', 400, 'printable'],
    ] as const) {
      const answer = await ask(port, path);
      assert.equal(answer.status, status, path);
      assert.match(String(answer.headers['content-type']), /^text\/html/);
      assert.ok(answer.body.includes(words), `${path}: ${answer.body}`);
      assert.ok(policyOf(answer).includes(`script-src 'self' http://localhost:${port}`));
      assert.equal(answer.headers['set-cookie'], undefined);
    }
    assert.deepEqual(said, [], 'and the log says nothing of rooms');
  });

  it('takes markup in a name for the text that it is', async (t) => {
    const { port } = await startRelay(t);
    const room = `"'><script>pwned=1</script>&amp;</title>`;
    const { body } = await ask(port, `/r/${encodeURIComponent(room)}`);
    assert.ok(body.includes(' room="&quot;&#39;&gt;&lt;script&gt;pwned=1&lt;/script&gt;&amp;amp;&lt;/title&gt;">'));
    assert.doesNotMatch(body, /<script>pwned/);
    const answer = await ask(port, `/r/${encodeURIComponent(`x>; rel="stylesheet", <https://evil.example/`)}`);
    assert.doesNotMatch(String(answer.headers['link']), /rel="stylesheet"|<https:\/\/evil/);
  });

  it('tells nobody of rooms that are not open, and makes a secret where links are what lets people in', async (t) => {
    const guarded = await startRelay(t, { tokenSecret: 'x'.repeat(32) });
    const { headers, body } = await ask(guarded.port, '/r/team');
    assert.equal(headers['link'], undefined);
    assert.doesNotMatch(body, /oembed/);
    const secret = await startRelay(t, { open: 'secret-rooms' });
    assert.match((await ask(secret.port, '/r/team')).body, /room="team" room-secret="hash"/);
  });
});

describe('/embed/:room', () => {
  it('may stand in the frames that the setting says, and asks for a click', async (t) => {
    const { port } = await startRelay(t, { frameAncestors: ['https://blog.example', 'https://*.shop.example'] });
    const answer = await ask(port, '/embed/team');
    assert.equal(answer.status, 200);
    const policy = policyOf(answer);
    assert.ok(policy.includes("frame-ancestors 'self' https://blog.example https://*.shop.example"));
    assert.equal(answer.headers['x-frame-options'], undefined);
    assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin');
    assert.equal(answer.headers['cross-origin-embedder-policy'], 'require-corp');
    assert.match(answer.body, /<button id="begin"/);
    assert.match(answer.body, /<a id="open" href="\/r\/team" target="_blank" rel="noopener">/);
    assert.doesNotMatch(answer.body, /oembed|src="[^"]*stream-room\.js"/);
  });

  it('stands in none where the operator says none', async (t) => {
    const { port } = await startRelay(t, { frameAncestors: ['none'] });
    const answer = await ask(port, '/embed/team');
    assert.ok(policyOf(answer).includes("frame-ancestors 'none'"));
    assert.equal(answer.headers['x-frame-options'], 'DENY');
  });
});

describe('the name of the relay', () => {
  const urlOf = async (port: number, headers: Record<string, string>, path = '/r/team') =>
    contentOf((await ask(port, path, headers)).body, 'og:url');

  it('is the public address, whatever the request says', async (t) => {
    const { port } = await startRelay(t, { publicUrl: 'https://call.example/x' });
    assert.equal(await urlOf(port, { host: 'evil.example' }), 'https://call.example/x/r/team');
    assert.ok(policyOf(await ask(port, '/r/team')).includes("connect-src 'self' wss://call.example"));
  });

  it('is that of the request, and of a proxy only where that is trusted', async (t) => {
    const forwarded = { host: 'internal:80', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'call.example' };
    const trusting = await startRelay(t, { trustProxy: ['127.0.0.1'] });
    assert.equal(await urlOf(trusting.port, forwarded), 'https://call.example/r/team');
    const { port } = await startRelay(t);
    assert.equal(await urlOf(port, { ...forwarded, host: `localhost:${port}` }), `http://localhost:${port}/r/team`);
  });

  it('is none that a page elsewhere made up for this machine: nothing is said in it', async (t) => {
    const { port } = await startRelay(t);
    for (const host of ['evil.example', 'evil.example:80', '"><script>']) {
      for (const path of ['/r/team', '/embed/team']) {
        const answer = await ask(port, path, { host });
        assert.equal(answer.status, 421);
        assert.doesNotMatch(answer.body, /evil|script|team/);
      }
    }
  });

  it('has its base path, alone and in somebody’s own app', async (t) => {
    const { port } = await startRelay(t, { basePath: '/call' });
    const { body } = await ask(port, '/call/r/team');
    assert.equal(contentOf(body, 'og:url'), `http://localhost:${port}/call/r/team`);
    assert.match(body, /src="\/call\/stream-room\.js"/);
    assert.match(body, /relay="\/call\/"/);
    assert.equal((await ask(port, '/r/team')).status, 404);

    const app = express();
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const relay = createRelay({ server, basePath: '/deep/call', open: 'any-room' });
    t.after(async () => {
      await relay.close();
      server.close();
    });
    app.use('/deep/call', relay.router);
    const { port: guest } = server.address() as AddressInfo;
    const page = await ask(guest, '/deep/call/embed/team');
    assert.equal(page.status, 200);
    assert.match(page.body, /data-script="\/deep\/call\/stream-room\.js"/);
    assert.equal((await ask(guest, '/deep/call/call-page/embed.js')).status, 200);
    const oembed = `/deep/call/oembed?url=${encodeURIComponent(`http://localhost:${guest}/deep/call/r/team`)}`;
    assert.equal((await ask(guest, oembed)).status, 200);
  });

  it('is https where the relay has TLS', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'stream-room-tls-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const relay = await startRelay(t, writeCertificate(folder));
    assert.match(relay.url, /^https:/);
    const [response] = await once(get(`${relay.url}r/team`, { rejectUnauthorized: false }), 'response');
    let body = '';
    for await (const chunk of response.setEncoding('utf8')) body += chunk;
    assert.equal(contentOf(body, 'og:url'), `${relay.url}r/team`);
    assert.match(String(response.headers['content-security-policy']), /connect-src 'self' wss:/);
  });
});

describe('the reader’s language', () => {
  const PATHS = ['/r/team', '/embed/team', '/r/', '/embed/%'] as const;

  it('is that of page, card and errors, and caches are told', async (t) => {
    const { port } = await startRelay(t);
    for (const path of PATHS) {
      const seen = new Set<string>();
      for (const language of LANGUAGES) {
        const { headers, body } = await ask(port, path, { 'accept-language': `${language};q=0.9, xx` });
        assert.match(body, new RegExp(`^<!doctype html>\n<html lang="${language}" dir="ltr"[ >]`), path);
        assert.equal(headers['content-language'], language);
        assert.match(String(headers['vary']), /\bAccept-Language\b/);
        assert.equal(headers['cache-control'], 'no-cache');
        seen.add(body.replaceAll(/lang="\w+"/g, ''));
        // A copy of another language is not what is asked for.
        const other = await ask(port, path, {
          'accept-language': language === 'en' ? 'de' : 'en',
          'if-none-match': String(headers['etag']),
        });
        assert.notEqual(other.status, 304);
      }
      assert.equal(seen.size, LANGUAGES.length, `${path} is another in each`);
    }
  });

  it('what was kept is asked for again, and is still the same', async (t) => {
    const { port } = await startRelay(t);
    const { headers } = await ask(port, '/embed/team', { 'accept-language': 'it' });
    const again = await ask(port, '/embed/team', { 'accept-language': 'it', 'if-none-match': String(headers['etag']) });
    assert.deepEqual([again.status, again.body], [304, '']);
    assert.match(String(again.headers['vary']), /\bAccept-Language\b/);
  });

  it('of the address wins, stays, and goes along with every link', async (t) => {
    const { port, url } = await startRelay(t);
    const page = await ask(port, '/r/team?lang=pt-br', { 'accept-language': 'de' });
    assert.match(page.body, /<html lang="pt-BR" dir="ltr" data-words="[^"]+">/);
    assert.equal(page.headers['content-language'], 'pt');
    assert.match(page.body, /<stream-room relay="\/" room="team" lang="pt-BR">/);
    assert.equal(contentOf(page.body, 'og:url'), `${url}r/team?lang=pt-BR`);
    assert.equal(contentOf(page.body, 'og:title'), 'Entrar na chamada: team');
    assert.match(page.body, /<title>team – chamada ao vivo<\/title>/);
    assert.ok(String(page.headers['link']).includes(encodeURIComponent(`${url}r/team?lang=pt-BR`)));
    const card = await ask(port, '/embed/team?lang=ru', { 'accept-language': 'de' });
    assert.match(card.body, /<a id="open" href="\/r\/team\?lang=ru"/);
    assert.doesNotMatch(card.body, /data-languages/);
    const problem = await ask(port, '/r/?lang=ro', { 'accept-language': 'de' });
    assert.match(problem.body, /<html lang="ro" dir="ltr">/);
    const unknown = await ask(port, '/r/team?lang=%22%3E%3Cscript%3E', { 'accept-language': 'de' });
    assert.match(unknown.body, /<html lang="de"/);
    assert.doesNotMatch(unknown.body, /"><script>[^<]/);
  });

  it('is the browser’s in which no link says one', async (t) => {
    const { port, url } = await startRelay(t);
    const { body } = await ask(port, '/r/team', { 'accept-language': 'de-AT' });
    assert.equal(contentOf(body, 'og:url'), `${url}r/team`);
    assert.doesNotMatch(body, /<stream-room[^>]* lang=/);
    assert.match(body, /<html lang="de-AT" dir="ltr" data-words="[^"]+" data-languages="de en es fr it pt ro ru">/);
  });

  it('is in a refusal, too', async (t) => {
    const { port } = await startRelay(t);
    const { status, headers, body } = await ask(port, '/r/team', { host: 'evil.example', 'accept-language': 'fr' });
    assert.deepEqual([status, headers['content-language']], [421, 'fr']);
    assert.match(body, /^Ce relais ne porte pas/);
  });

  it('of every word is escaped: apostrophes are none of an attribute', async (t) => {
    const { port } = await startRelay(t);
    for (const language of LANGUAGES) {
      const { body } = await ask(port, `/embed/${encodeURIComponent('"<b>{host}')}`, { 'accept-language': language });
      const [, written = ''] = / data-words="([^"]*)"/.exec(body) ?? [];
      const words = JSON.parse(
        written.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
      ) as object;
      assert.deepEqual(words, laterWords(language));
      assert.doesNotMatch(body, /"<b>/);
      // No entity is escaped twice, and no place is left unfilled where the page itself speaks.
      assert.doesNotMatch(body, /&amp;(quot|#39|lt|gt);/);
      assert.doesNotMatch(body.replace(/ data-words="[^"]*"/, '').replaceAll('&quot;&lt;b&gt;{host}', ''), /\{\w+\}/);
      assert.ok(Buffer.byteLength(body) < 6_000, `${language}: ${Buffer.byteLength(body)} bytes`);
    }
  });

  it('may be had as a module, for documents without an origin, too', async (t) => {
    const { port } = await startRelay(t);
    for (const language of LANGUAGES) {
      const { status, headers, body } = await ask(port, `/call-page/words/${language}.js`);
      assert.equal(status, 200);
      assert.match(String(headers['content-type']), /^text\/javascript; charset=utf-8/);
      assert.equal(headers['access-control-allow-origin'], '*');
      assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
      assert.equal(headers['cache-control'], 'no-cache');
      const { words } = (await import(`data:text/javascript,${encodeURIComponent(body)}`)) as { words: object };
      assert.deepEqual(words, laterWords(language));
    }
    assert.equal((await ask(port, '/call-page/words/xx.js')).status, 404);
  });
});

it('other methods find nothing here, and HEAD has no body', async (t) => {
  const { port } = await startRelay(t);
  for (const method of ['POST', 'PUT', 'DELETE']) assert.equal((await ask(port, '/r/team', {}, method)).status, 404);
  const head = await ask(port, '/r/team', {}, 'HEAD');
  assert.deepEqual([head.status, head.body], [200, '']);
});
