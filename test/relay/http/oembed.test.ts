/** `/oembed`, held against oembed.com 1.0. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { RelayOptions } from '../../../relay/relay.ts';
import { startRelay } from '../../support/relay.ts';

type Json = Record<string, unknown>;

async function open(t: TestContext, options: RelayOptions = {}) {
  const relay = await startRelay(t, options);
  const ask = (parameters: Record<string, string> | string) =>
    fetch(`${relay.url}oembed?${typeof parameters === 'string' ? parameters : new URLSearchParams(parameters)}`);
  const room = (name = 'team') => `${relay.url}r/${encodeURIComponent(name)}`;
  const answer = async (parameters: Record<string, string> = {}): Promise<Json> =>
    (await (await ask({ url: room(), ...parameters })).json()) as Json;
  return { ...relay, base: relay.url, ask, room, answer, said: relay.said };
}

it('says what the specification asks for, with a frame that works and a link where frames do not', async (t) => {
  const { base, ask, room } = await open(t);
  const response = await ask({ url: room('Monday stand-up') });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.match(response.headers.get('cache-control') ?? '', /max-age=3600/);
  const { html, ...rest } = (await response.json()) as Json;
  assert.deepEqual(rest, {
    version: '1.0',
    type: 'rich',
    title: 'Join the call: Monday stand-up',
    provider_name: 'stream-room',
    provider_url: base,
    cache_age: 3600,
    width: 800,
    height: 600,
    thumbnail_url: `${base}call-page/preview.png`,
    thumbnail_width: 1200,
    thumbnail_height: 630,
  });
  assert.equal(
    html,
    `<blockquote hidden><a href="${base}r/Monday%20stand-up">Join the call: Monday stand-up</a></blockquote>` +
      `<iframe src="${base}embed/Monday%20stand-up" title="Live call: Monday stand-up" width="800" height="600" ` +
      'allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; screen-wake-lock; speaker-selection" ' +
      'sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox" ' +
      'loading="lazy" style="border:0;max-width:100%"></iframe>',
  );
  // What WordPress looks for (wp-includes/embed.php, wp_filter_oembed_result).
  assert.match(String(html), /^<blockquote[^>]*>.*?<\/blockquote>.*<iframe.*?><\/iframe>$/);
});

describe('sizes', () => {
  const table: readonly [parameters: Record<string, string>, size: readonly [number, number]][] = [
    [{ maxwidth: '500' }, [500, 600]],
    [{ maxheight: '300' }, [800, 300]],
    [{ maxwidth: '640.9', maxheight: '360' }, [640, 360]],
    [{ maxwidth: '1', maxheight: '1' }, [1, 1]],
    [{ maxwidth: '100000', maxheight: '99999999999999999999' }, [800, 600]],
    [{ maxwidth: '0', maxheight: '-5' }, [800, 600]],
    [{ maxwidth: 'wide', maxheight: 'NaN' }, [800, 600]],
    [{ maxwidth: '1e3', maxheight: '0x10' }, [800, 600]],
    [{ maxwidth: '', maxheight: ' ' }, [800, 600]],
  ];
  for (const [parameters, [width, height]] of table) {
    it(`${JSON.stringify(parameters)} gives ${width} × ${height}`, async (t) => {
      const { answer } = await open(t);
      const said = await answer(parameters);
      assert.deepEqual([said['width'], said['height']], [width, height]);
      assert.ok(String(said['html']).includes(`width="${width}" height="${height}"`));
    });
  }

  it('hold for the picture, too', async (t) => {
    const { answer } = await open(t);
    const small = await answer({ maxwidth: '500', maxheight: '400' });
    assert.match(String(small['thumbnail_url']), /preview-small\.png$/);
    assert.deepEqual([small['thumbnail_width'], small['thumbnail_height']], [480, 252]);
    const picture = Buffer.from(await (await fetch(String(small['thumbnail_url']))).arrayBuffer());
    assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [480, 252]);
    assert.ok(!('thumbnail_url' in (await answer({ maxwidth: '200' }))));
  });

  it('given twice are none', async (t) => {
    const { ask, room } = await open(t);
    const said = (await (await ask(`url=${encodeURIComponent(room())}&maxwidth=1&maxwidth=2`)).json()) as Json;
    assert.equal(said['width'], 800);
  });
});

describe('what is refused', () => {
  const table: readonly [name: string, parameters: (room: string) => string, status: number, error: string][] = [
    ['no link', () => '', 400, 'no-url'],
    ['an empty link', () => 'url=', 400, 'no-url'],
    ['two links', (room) => `url=${room}&url=${room}`, 400, 'no-url'],
    ['a link to another site', () => 'url=https%3A%2F%2Fevil.example%2Fr%2Fteam', 404, 'not-ours'],
    ['a link to this machine’s metadata', () => 'url=http%3A%2F%2F169.254.169.254%2Fr%2Fteam', 404, 'not-ours'],
    ['a link to no room', (room) => `url=${room}%2Fx`, 404, 'not-ours'],
    ['what is no link', () => 'url=team', 404, 'not-ours'],
    ['a form that is not known', (room) => `url=${room}&format=yaml`, 501, 'unknown-format'],
    ['a form in capitals', (room) => `url=${room}&format=JSON`, 501, 'unknown-format'],
    ['two forms', (room) => `url=${room}&format=json&format=xml`, 501, 'unknown-format'],
  ];
  for (const [name, parameters, status, error] of table) {
    it(`${name}: ${status}`, async (t) => {
      const { ask, room, said } = await open(t);
      const response = await ask(parameters(encodeURIComponent(room())));
      assert.equal(response.status, status);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      const body = (await response.json()) as Json;
      assert.equal(body['error'], error);
      assert.doesNotMatch(String(body['message']), /evil|169/, 'nothing of what was asked is repeated');
      assert.deepEqual(said, []);
    });
  }

  it('rooms that need more than their address: 401', async (t) => {
    for (const options of [{ tokenSecret: 'x'.repeat(32) }, { open: 'secret-rooms' }] as const) {
      const { ask, room } = await open(t, options);
      assert.equal((await ask({ url: room() })).status, 401);
      assert.equal((await ask({ url: room(), format: 'xml' })).status, 401);
      assert.equal((await ask({ url: 'https://evil.example/r/team' })).status, 404);
    }
  });
});

it('what it does not know it passes over, and a frame’s address is as good as a page’s', async (t) => {
  const { answer, base } = await open(t);
  assert.equal((await answer({ dnt: '1', callback: 'evil', __proto__: 'x' }))['title'], 'Join the call: team');
  assert.equal((await answer({ url: `${base}embed/team?ref=ghost#x` }))['title'], 'Join the call: team');
});

it('speaks the language that the link asks for, whoever fetches it; and the link keeps it', async (t) => {
  const { base, ask } = await open(t);
  const url = `${base}r/team?lang=de-AT&ref=x`;
  const response = await fetch(`${base}oembed?url=${encodeURIComponent(url)}`, {
    headers: { 'accept-language': 'ru' },
  });
  const { title, html } = (await response.json()) as { title: string; html: string };
  assert.equal(title, 'Am Anruf teilnehmen: team');
  assert.ok(html.includes(`<a href="${base}r/team?lang=de-AT">Am Anruf teilnehmen: team</a>`), html);
  assert.ok(html.includes(`src="${base}embed/team?lang=de-AT" title="Live-Anruf: team"`), html);
  assert.equal(response.headers.get('vary')?.includes('Accept-Language') ?? false, false);
  const other = (await (await ask({ url: `${base}r/team?lang=xx` })).json()) as { title: string; html: string };
  assert.equal(other.title, 'Join the call: team');
  assert.ok(!other.html.includes('lang='));
});

it('names the public address, and knows both', async (t) => {
  const { answer } = await open(t, { publicUrl: 'https://call.example/' });
  for (const parameters of [{}, { url: 'https://call.example/r/team' }]) {
    const said = await answer(parameters);
    assert.equal(said['provider_url'], 'https://call.example/');
    assert.match(String(said['html']), /src="https:\/\/call\.example\/embed\/team"/);
  }
});

describe('as XML', () => {
  it('says the same, with everything escaped', async (t) => {
    const { ask, room } = await open(t);
    const url = room('a < b & "c" ]]> \ufffe');
    const response = await ask({ url, format: 'xml' });
    assert.match(response.headers.get('content-type') ?? '', /^text\/xml; charset=utf-8/);
    const xml = await response.text();
    assert.ok(xml.startsWith('<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n'));
    assert.ok(xml.includes('<title>Join the call: a &lt; b &amp; &quot;c&quot; ]]&gt; \ufffd</title>'));
    assert.ok(xml.includes('<html>&lt;blockquote hidden&gt;&lt;a href=&quot;'));
    const json = (await (await ask({ url })).json()) as Json;
    assert.deepEqual([...xml.matchAll(/^ {2}<(\w+)>/gm)].map(([, name]) => name).sort(), Object.keys(json).sort());
  });
});

it('counts against the limit of requests like everything else', async (t) => {
  const { ask, room } = await open(t);
  assert.match((await ask({ url: room() })).headers.get('ratelimit') ?? '', /r=11\d\d/);
});
