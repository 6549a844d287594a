/** Who sees the figures: on the main port, on their own, and not at all. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freePort } from '../../support/free-port.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { startRelay } from '../../support/relay.ts';

const metricsToken = 'only-for-the-operator';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

it('without a token neither metrics nor page are on the main port', async (t) => {
  const { url } = await startRelay(t);
  for (const path of ['metrics', 'admin/', 'admin/stats']) assert.equal((await fetch(url + path)).status, 404, path);
});

describe('on the main port, with a token', () => {
  it('figures are for who has it; the page itself is for all and says nothing', async (t) => {
    const { url } = await startRelay(t, { metricsToken });
    for (const path of ['metrics', 'admin/stats']) {
      const refused = await fetch(url + path);
      assert.deepEqual([refused.status, refused.headers.get('www-authenticate')], [401, 'Bearer']);
      assert.equal((await fetch(url + path, bearer(`${metricsToken}s`))).status, 401);
      assert.equal((await fetch(url + path, { headers: { authorization: metricsToken } })).status, 401);
      assert.equal((await fetch(url + path, bearer(metricsToken))).status, 200);
    }
    const page = await fetch(`${url}admin`);
    assert.equal(page.url, `${url}admin/`);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    for (const file of ['page.js', 'page.css', 'charts.js'])
      assert.equal((await fetch(`${url}admin/${file}`)).status, 200);
  });

  it('a call is seen in them', async (t) => {
    const relay = await startRelay(t, { metricsToken });
    const { client: ada } = await ProtocolClient.join(relay.socketUrl, { name: 'Ada' });
    const { client: ben } = await ProtocolClient.join(relay.socketUrl, { name: 'Ben' });
    const trackId = await ada.publish();
    await ben.until((message) => message.type === 'participant-updated' && message.participant.tracks.length === 1);
    await ben.subscribe(trackId);
    ada.sendPacket({ trackId }, new Uint8Array([1, 2, 3]));
    await ben.untilPackets(1);
    const text = await (await fetch(`${relay.url}metrics`, bearer(metricsToken))).text();
    for (const line of [
      'sr_connections 2',
      'sr_rooms 1',
      'sr_participants 2',
      'sr_tracks 1',
      'sr_subscriptions 1',
      'sr_packets_in_total 1',
      'sr_packets_out_total 1',
      'sr_connections_opened_total 2',
      'sr_messages_total{type="join"} 2',
      'sr_join_seconds_count 2',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line} is not in\n${text}`);
    }
    assert.doesNotMatch(text, /Ada|Ben/);
  });
});

describe('on a port of its own', () => {
  it('whoever reaches this machine sees them, where there is no token', async (t) => {
    const metricsPort = await freePort();
    const relay = await startRelay(t, { metricsPort });
    const base = `http://127.0.0.1:${metricsPort}`;
    assert.match(await (await fetch(`${base}/metrics`)).text(), /^sr_connections 0$/m);
    assert.deepEqual(Object.keys((await (await fetch(`${base}/admin/stats`)).json()) as object), ['samples']);
    assert.equal((await fetch(base)).url, `${base}/admin/`);
    assert.equal((await fetch(`${base}/live`)).status, 404);
    assert.equal((await fetch(`${relay.url}metrics`)).status, 404, 'still not on the main port');
    await relay.close();
    await assert.rejects(fetch(`${base}/metrics`));
  });

  it('with a token, that is needed there, too', async (t) => {
    const metricsPort = await freePort();
    await startRelay(t, { metricsPort, metricsToken });
    assert.equal((await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).status, 401);
  });
});
