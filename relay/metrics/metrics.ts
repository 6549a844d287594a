/**
 * The relay's figures as Prometheus reads them. No label names anybody: no room, no participant, no address. Plain
 * counters are copied when somebody reads; only what happens rarely is observed as it happens. Knows nothing of HTTP.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Counters, DropReason } from './counters.ts';
import type { Figures } from './figures.ts';

const REASONS: readonly DropReason[] = ['link', 'keyframe', 'superseded'];
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  readonly contentType: string;
  read(): Promise<string>;
  observeLag(ms: number): void;
  observeBusRoundTrip(ms: number): void;
}

/** Takes over `counters.onJoin`. */
export function createMetrics(counters: Counters, figures: Figures, startedAtMs: number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read());
      },
    });
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      ...{ name, help, registers },
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const counterBy = <Key extends string | number>(
    name: string,
    help: string,
    label: string,
    read: () => ReadonlyMap<Key, number>,
  ) =>
    new Counter({
      ...{ name, help, registers, labelNames: [label] },
      collect() {
        this.reset();
        for (const [key, value] of read()) this.inc({ [label]: String(key) }, value);
      },
    });
  const histogram = (name: string, help: string) => new Histogram({ name, help, registers, buckets: SECONDS });

  gauge('sr_connections', 'Connections open now', () => figures.census().connections);
  gauge('sr_rooms', 'Rooms with anybody in them now', () => figures.census().rooms);
  gauge('sr_participants', 'Participants on this relay now', () => figures.census().participants);
  gauge('sr_tracks', 'Tracks published now', () => figures.census().tracks);
  gauge('sr_subscriptions', 'Tracks received now, counted once per receiver', () => figures.census().subscriptions);
  gauge('sr_draining', '1 while clients are sent to other relays', () => Number(figures.isDraining()));
  gauge('sr_start_time_seconds', 'When this relay started, Unix time', () => startedAtMs / 1000);
  gauge('sr_memory_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());
  counter('sr_cpu_seconds_total', 'Processor time of the process', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });

  counter('sr_packets_in_total', 'Media packets received', () => counters.packetsIn);
  counter('sr_packets_out_total', 'Media packets sent, counted once per receiver', () => counters.packetsOut);
  counter('sr_bytes_in_total', 'Bytes of messages and packets received', () => counters.bytesIn);
  counter('sr_bytes_out_total', 'Bytes of media packets sent', () => counters.bytesOut);
  counter('sr_connections_opened_total', 'Connections that were let in', () => counters.connectionsOpened);
  counter('sr_resumes_total', 'Participants that came back to their place', () => counters.resumes);
  counter('sr_chat_total', 'Chat messages received', () => counters.messages.get('chat') ?? 0);
  counterBy('sr_messages_total', 'Control messages received, by type', 'type', () => counters.messages);
  counterBy('sr_closes_total', 'Connections closed, by code; 0: any other', 'code', () => counters.closes);
  counterBy('sr_refusals_total', 'Handshakes refused, by reason', 'reason', () => counters.refusals);
  counterBy('sr_auth_failures_total', 'Tokens refused, by code', 'code', () => counters.authFailures);
  new Counter({
    name: 'sr_drops_total',
    help: 'Packets that did not reach a receiver: link behind, keyframe awaited, superseded by a newer picture',
    ...{ registers, labelNames: ['kind', 'reason'] },
    collect() {
      this.reset();
      for (const kind of ['audio', 'video'] as const) {
        for (const reason of REASONS) this.inc({ kind, reason }, counters.drops[kind][reason]);
      }
    },
  });

  gauge('sr_bus_degraded', '1 while this relay does not hear the others', () =>
    Number(figures.bus()?.state === 'degraded'),
  );
  gauge('sr_bus_configured', '1 where there is a bus to other relays', () => Number(figures.bus() !== undefined));
  counter('sr_bus_probe_misses_total', 'Messages to itself over the bus not heard', () => figures.bus()?.missed ?? 0);

  const lag = histogram('sr_event_loop_lag_seconds', 'By how much the event loop was late');
  const roundTrip = histogram('sr_bus_round_trip_seconds', 'From sending to hearing a message to itself over the bus');
  const joins = histogram('sr_join_seconds', 'From a join to its answer');
  counters.onJoin = (ms) => joins.observe(ms / 1000);

  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    observeLag: (ms) => lag.observe(ms / 1000),
    observeBusRoundTrip: (ms) => roundTrip.observe(ms / 1000),
  };
}
