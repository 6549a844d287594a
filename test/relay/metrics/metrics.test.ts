/** The relay's figures as Prometheus reads them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { Counters, count } from '../../../relay/metrics/counters.ts';
import { createMetrics } from '../../../relay/metrics/metrics.ts';

const CENSUS = { connections: 5, rooms: 2, participants: 4, tracks: 3, subscriptions: 6 };

function start() {
  const counters = new Counters();
  const bus = { state: 'degraded', sinceMs: 0, reason: 'x', missed: 7, roundTripMs: 2 } as const;
  const metrics = createMetrics(counters, { census: () => CENSUS, bus: () => bus, isDraining: () => true }, 5_000);
  return { counters, metrics };
}

it('has what there is and what was counted, and reading twice counts nothing twice', async () => {
  const { counters, metrics } = start();
  counters.packetsIn = 10;
  counters.bytesOut = 12_345;
  counters.drops.video.link = 3;
  counters.drops.audio.superseded = 1;
  count(counters.messages, 'chat');
  count(counters.refusals, 'relay-full');
  count(counters.authFailures, 'expired');
  counters.closed(4401);
  counters.onJoin(30);
  metrics.observeLag(250);
  metrics.observeBusRoundTrip(4);
  await metrics.read();
  const text = await metrics.read();
  for (const line of [
    'sr_connections 5',
    'sr_subscriptions 6',
    'sr_draining 1',
    'sr_start_time_seconds 5',
    'sr_packets_in_total 10',
    'sr_bytes_out_total 12345',
    'sr_drops_total{kind="video",reason="link"} 3',
    'sr_drops_total{kind="audio",reason="superseded"} 1',
    'sr_drops_total{kind="audio",reason="link"} 0',
    'sr_messages_total{type="chat"} 1',
    'sr_chat_total 1',
    'sr_refusals_total{reason="relay-full"} 1',
    'sr_auth_failures_total{code="expired"} 1',
    'sr_closes_total{code="4401"} 1',
    'sr_bus_degraded 1',
    'sr_bus_probe_misses_total 7',
    'sr_join_seconds_bucket{le="0.025"} 0',
    'sr_join_seconds_bucket{le="0.05"} 1',
    'sr_event_loop_lag_seconds_bucket{le="0.2"} 0',
    'sr_bus_round_trip_seconds_sum 0.004',
  ]) {
    assert.ok(text.split('\n').includes(line), `${line} is not in\n${text}`);
  }
});

it('is what Prometheus’s own checker calls good', async () => {
  const { metrics } = start();
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: await metrics.read(),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
});

it('two relays in one process do not share figures', async () => {
  const [one, other] = [start(), start()];
  one.counters.packetsIn = 1;
  assert.match(await other.metrics.read(), /^sr_packets_in_total 0$/m);
});
