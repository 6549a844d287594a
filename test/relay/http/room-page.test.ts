/** The HTML of a room's pages. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { callPage, framePage, noticePage, oembedLinks } from '../../../relay/http/room-page.ts';

const BASE = 'https://relay.example/call/';
const EVIL = `"><script>alert(1)</script>`;

it('a call’s page says what it is to whoever shows links', () => {
  const page = callPage('Team & Co', BASE);
  assert.match(page, /<title>Team &amp; Co – stream-room<\/title>/);
  assert.match(page, /<main><stream-room room="Team &amp; Co"><\/stream-room><\/main>/);
  assert.match(page, /property="og:image" content="https:\/\/relay\.example\/call\/embed-files\/preview\.png"/);
  const [json, xml] = oembedLinks('Team & Co', BASE);
  const escaped = (text: string) => text.replaceAll('&', '&amp;');
  const head = page.slice(0, page.indexOf('</head>'));
  assert.ok(head.includes(`type="application/json+oembed" href="${escaped(json)}"`));
  assert.ok(head.includes(`type="text/xml+oembed" href="${escaped(xml)}"`));
  assert.equal(new URL(json).searchParams.get('url'), `${BASE}r/Team%20%26%20Co`);
  assert.equal(new URL(xml).searchParams.get('format'), 'xml');
});

it('without an address of its own it says nothing of others’', () => {
  const page = callPage('team', undefined);
  assert.doesNotMatch(page, /oembed|og:/);
  assert.match(page, /<stream-room room="team">/);
  assert.match(framePage('team', undefined, 'relay.example'), /href="\.\.\/r\/team"/);
});

it('names are text in all of them', () => {
  for (const page of [callPage(EVIL, BASE), framePage(EVIL, BASE, EVIL), noticePage(EVIL, EVIL)]) {
    assert.doesNotMatch(page, /<script>/);
    assert.match(page, /&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  }
});

it('a frame has its card, and neither script nor call of the element before a click', () => {
  const page = framePage('team', BASE, 'relay.example');
  assert.match(page, /<h1>team<\/h1>\n<p class="host">relay\.example<\/p>/);
  assert.match(page, /href="https:\/\/relay\.example\/call\/r\/team" target="_blank" rel="noopener"/);
  assert.doesNotMatch(page, /stream-room\.js|<stream-room/);
});
