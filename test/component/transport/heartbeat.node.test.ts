import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS } from '../../../component/protocol/limits.ts';
import { FIRST_HEARTBEAT_ID, HEARTBEAT_TICK_MS, Heartbeat } from '../../../component/transport/heartbeat.ts';

const EPOCH = 1_795_000_000_000_000;

/** Ticks as the link does; `answer` says after how long the relay answers and what its clock shows then. */
function beat(seconds: number, answer?: (pingAtMs: number) => { afterMs: number; clockOffsetMs: number } | undefined) {
  const heartbeat = new Heartbeat(0);
  const pings: number[] = [];
  const offsets: number[] = [];
  const trips: number[] = [];
  const answers: { atMs: number; id: number; relayTimeMicros: number }[] = [];
  for (let nowMs = 0; nowMs <= seconds * 1000; nowMs += HEARTBEAT_TICK_MS / 10) {
    for (const one of answers.filter(({ atMs }) => atMs <= nowMs)) {
      answers.splice(answers.indexOf(one), 1);
      heartbeat.heard(nowMs);
      const result = { relayTimeMicros: one.relayTimeMicros };
      const probe = heartbeat.answered({ type: 'ack', id: one.id, result }, nowMs, EPOCH + nowMs * 1000);
      if (probe) {
        offsets.push(probe.clockOffsetMicros);
        trips.push(probe.roundTripMs);
      }
    }
    if (nowMs % HEARTBEAT_TICK_MS !== 0) continue;
    const due = heartbeat.tick(nowMs, EPOCH + nowMs * 1000);
    if (due === 'silent') return { pings, offsets, trips, silentAtMs: nowMs };
    if (due?.type !== 'ping') continue;
    assert.ok(due.id >= FIRST_HEARTBEAT_ID);
    pings.push(nowMs);
    const reply = answer?.(nowMs);
    if (!reply) continue;
    const relayTimeMicros = EPOCH + (nowMs + reply.afterMs / 2 - reply.clockOffsetMs) * 1000;
    answers.push({ atMs: nowMs + reply.afterMs, id: due.id, relayTimeMicros });
  }
  return { pings, offsets, trips, silentAtMs: undefined };
}

describe('the heartbeat', () => {
  it('pings quickly at first and then at the agreed interval', () => {
    const { pings, silentAtMs } = beat(22, () => ({ afterMs: 50, clockOffsetMs: 0 }));
    assert.deepEqual(pings, [0, 250, 1000, 6000, 11_000, 16_000, 21_000]);
    assert.equal(silentAtMs, undefined);
    assert.equal(HEARTBEAT_INTERVAL_MS, 5000);
  });

  it('takes the relay for gone after the agreed silence', () => {
    const { silentAtMs } = beat(30);
    assert.equal(silentAtMs, HEARTBEAT_TIMEOUT_MS);
    const late = beat(60, (at) => (at < 20_000 ? { afterMs: 25, clockOffsetMs: 0 } : undefined));
    assert.ok(late.silentAtMs! >= 16_000 + HEARTBEAT_TIMEOUT_MS && late.silentAtMs! < 16_500 + HEARTBEAT_TIMEOUT_MS);
  });

  it('gives the relay a chance after this machine has slept', () => {
    const heartbeat = new Heartbeat(0);
    heartbeat.tick(0, EPOCH);
    // Ten minutes without a tick.
    const due = heartbeat.tick(600_000, EPOCH);
    assert.deepEqual(due !== 'silent' && due?.type, 'ping');
    heartbeat.tick(602_000, EPOCH);
    assert.equal(heartbeat.tick(603_000, EPOCH), 'silent');
  });

  it('tells round trip and clock offset, the latter from the quickest of recent probes', () => {
    const { offsets, trips } = beat(40, (at) => ({
      afterMs: at === 1000 ? 25 : 150,
      clockOffsetMs: at === 1000 ? 7 : 60,
    }));
    assert.deepEqual(trips.slice(0, 4), [150, 150, 25, 150]);
    assert.deepEqual(offsets.slice(0, 4), [60_000, 60_000, 7000, 7000]);
    // Eight probes later the quick one is forgotten: clocks drift.
    assert.equal(
      beat(60, (at) => ({ afterMs: at === 0 ? 25 : 150, clockOffsetMs: at === 0 ? 7 : 60 })).offsets.at(-1),
      60_000,
    );
  });

  it('owns answers to its own requests only', () => {
    assert.equal(Heartbeat.owns({ type: 'ack', id: FIRST_HEARTBEAT_ID }), true);
    assert.equal(Heartbeat.owns({ type: 'ack', id: 12 }), false);
    assert.equal(Heartbeat.owns({ type: 'error', id: FIRST_HEARTBEAT_ID + 3, code: 'x', message: 'y' }), true);
    assert.equal(Heartbeat.owns({ type: 'error', code: 'x', message: 'y' }), false);
  });

  it('learns nothing from an answer that it did not ask for or cannot read', () => {
    const heartbeat = new Heartbeat(0);
    heartbeat.tick(0, EPOCH);
    const strange = { type: 'ack', id: FIRST_HEARTBEAT_ID + 99, result: { relayTimeMicros: EPOCH } } as const;
    assert.equal(heartbeat.answered(strange, 5, EPOCH), undefined);
    assert.equal(heartbeat.answered({ type: 'ack', id: FIRST_HEARTBEAT_ID, result: 'soon' }, 5, EPOCH), undefined);
  });
});
