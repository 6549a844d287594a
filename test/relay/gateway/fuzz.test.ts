/** 100,000 frames of nonsense: the process stays, a client that was there all the time works on, memory comes back. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createFuzzRandom, fuzzedFrame } from '../../support/fuzz-frames.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { openRaw } from '../../support/raw-socket.ts';
import { startRelay } from '../../support/relay.ts';

const FRAMES = 100_000;
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
/** Frames that one connection sends at most; most are closed before. */
const FRAMES_PER_CONNECTION = 60;
const CONNECTIONS_AT_ONCE = 16;

it(`survives ${FRAMES} fuzzed frames (FUZZ_SEED=${SEED})`, { timeout: 90_000 }, async (t) => {
  const relay = await startRelay(t, { closeTimeoutMs: 200 });
  console.log(`FUZZ_SEED=${SEED}`);
  const { client: canary } = await ProtocolClient.join(relay.socketUrl, { room: 'fuzz', name: 'Canary' });
  const random = createFuzzRandom(SEED);
  let sent = 0;
  const waits: number[] = [];

  async function attack(): Promise<void> {
    while (sent < FRAMES) {
      const socket = await openRaw(relay.port);
      socket.resume();
      for (let count = 0; count < FRAMES_PER_CONNECTION && !socket.destroyed && sent < FRAMES; count++) {
        sent += 1;
        const started = fuzzedFrame(random);
        // In two pieces now and then, as networks do.
        const cut = random.below(10) === 0 ? random.below(started.length) : 0;
        if (cut > 0) socket.write(started.subarray(0, cut));
        socket.write(started.subarray(cut));
        if (count % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
      }
      if (random.below(2) === 0) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  let isOver = false;
  async function watch(): Promise<void> {
    while (!isOver) {
      const started = performance.now();
      await canary.settled();
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  const watching = watch();
  await Promise.all(Array.from({ length: CONNECTIONS_AT_ONCE }, attack));
  isOver = true;
  await watching;
  assert.equal(sent, FRAMES);
  assert.deepEqual(relay.said, [], 'nothing failed inside');
  assert.equal(({} as { polluted?: number }).polluted, undefined, 'no prototype was changed');
  while (relay.connections > 1) await new Promise((resolve) => setTimeout(resolve, 20));
  waits.sort((a, b) => a - b);
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? Number.POSITIVE_INFINITY;
  assert.ok(p99 < 1_000, `the canary waited ${Math.round(p99)} ms`);
  await canary.request({ type: 'update', name: 'Still here' });
  await ProtocolClient.join(relay.socketUrl, { room: 'fuzz' });
});
