/** oEmbed, against its specification (oembed.com) and what consumers do with it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describe as describeRoom, toXml } from '../../../relay/http/oembed.ts';
import { startRelay } from '../../support/relay.ts';

const BASE = 'https://relay.example/';
const about = (base: string, parameters: Record<string, string>): string =>
  `${base}oembed?${new URLSearchParams(parameters)}`;

it('describes a room by everything that a rich answer has', async (t) => {
  const { url } = await startRelay(t);
  const response = await fetch(about(url, { url: `${url}r/team`, dnt: '1', ref: 'x' }));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  const answer = (await response.json()) as Record<string, unknown>;
  assert.deepEqual(
    { ...answer, html: undefined },
    {
      version: '1.0',
      type: 'rich',
      title: 'Join the call: team',
      provider_name: 'stream-room',
      provider_url: url,
      width: 800,
      height: 600,
      cache_age: 86_400,
      thumbnail_url: `${url}embed-files/preview.png`,
      thumbnail_width: 1200,
      thumbnail_height: 630,
      html: undefined,
    },
  );
  assert.match(
    String(answer['html']),
    /^<blockquote hidden><a href="[^"]+\/r\/team">Join the call: team<\/a><\/blockquote><iframe src="[^"]+\/embed\/team" /,
  );
  assert.match(String(answer['html']), /allow="camera; microphone; display-capture; autoplay; fullscreen;/);
});

it('is XML where that is asked for, with the same in it', async (t) => {
  const { url } = await startRelay(t);
  const response = await fetch(about(url, { url: `${url}embed/${encodeURIComponent('a & <b>')}`, format: 'xml' }));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/xml; charset=utf-8/);
  const text = await response.text();
  assert.match(text, /^<\?xml version="1\.0" encoding="utf-8" standalone="yes"\?>\n<oembed>/);
  assert.match(text, /<title>Join the call: a &amp; &lt;b&gt;<\/title>/);
  assert.match(text, /<html>&lt;blockquote hidden&gt;/);
});

describe('sizes', () => {
  for (const [limits, width, height] of [
    [{}, 800, 600],
    [{ maxWidth: 400 }, 400, 600],
    [{ maxHeight: 300 }, 800, 300],
    [{ maxWidth: 1, maxHeight: 1 }, 1, 1],
    [{ maxWidth: 5000, maxHeight: 5000 }, 800, 600],
  ] as const) {
    it(`with ${JSON.stringify(limits)} it is ${width} by ${height}`, () => {
      const answer = describeRoom('team', BASE, limits);
      assert.deepEqual([answer['width'], answer['height']], [width, height]);
      assert.match(String(answer['html']), new RegExp(`width="${width}" height="${height}"`));
    });
  }

  it('that are none count for nothing', async (t) => {
    const { url } = await startRelay(t);
    for (const maxwidth of ['0', '-5', 'wide', '1e3', '99999999', '']) {
      const response = await fetch(about(url, { url: `${url}r/team`, maxwidth }));
      assert.equal(((await response.json()) as { width: number }).width, 800, maxwidth);
    }
    const twice = await fetch(`${about(url, { url: `${url}r/team` })}&maxwidth=1&maxwidth=2`);
    assert.equal(twice.status, 200);
  });
});

it('refuses as the specification says, in a sentence', async (t) => {
  const { url } = await startRelay(t);
  const room = `${url}r/team`;
  for (const [address, status, error] of [
    [`${url}oembed`, 400, 'no-url'],
    [`${url}oembed?url=`, 400, 'no-url'],
    [`${url}oembed?url[a]=${room}`, 400, 'no-url'],
    [`${url}oembed?url=${room}&url=${room}`, 400, 'no-url'],
    [about(url, { url: room, format: 'yaml' }), 501, 'bad-format'],
    [about(url, { url: 'https://elsewhere.example/r/team' }), 404, 'not-found'],
    [about(url, { url: 'http://169.254.169.254/latest/meta-data' }), 404, 'not-found'],
    [about(url, { url: `${url}` }), 404, 'not-found'],
    [about(url, { url: `${url}r/` }), 404, 'not-found'],
    [about(url, { url: 'javascript:alert(1)' }), 404, 'not-found'],
  ] as const) {
    const response = await fetch(address);
    assert.equal(response.status, status, address);
    const answer = (await response.json()) as { error: string; message: string };
    assert.equal(answer.error, error);
    assert.match(answer.message, /\.$/);
  }
});

it('says of private rooms that they are', async (t) => {
  for (const options of [{ tokenSecret: 'x'.repeat(32) }, { open: 'secret-rooms' as const }]) {
    const { url } = await startRelay(t, options);
    const response = await fetch(about(url, { url: `${url}r/team` }));
    assert.equal(response.status, 401);
    assert.equal(((await response.json()) as { error: string }).error, 'private');
  }
});

it('keeps markup of a name out of both forms', () => {
  const room = `"><img src=x onerror=alert(1)>`;
  const answer = describeRoom(room, BASE, {});
  assert.doesNotMatch(String(answer['html']), /<img/);
  assert.doesNotMatch(toXml(answer), /<img|onerror=alert\(1\)>/);
});
