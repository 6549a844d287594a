/** A2 and A4: frames of nonsense, and frames that are too large, too many, or lie about their length. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createFuzzRandom, fuzzedFrame } from '../../support/fuzz-frames.ts';
import { closeCodeIn, maskedFrame, openRaw, untilEnd } from '../../support/raw-socket.ts';
import { openCanary } from '../canary.ts';
import { residentBytes } from '../process-memory.ts';
import { atMost, exactly, type Scenario, untilTrue, wait } from '../scenario.ts';

const MIB = 1024 * 1024;
const FRAMES_PER_CONNECTION = 60;
const AT_ONCE = 16;
const PACKET = 0x82;

export const nonsense: Scenario = {
  id: 'A2',
  summary: 'fuzzed frames: the relay lives, others are served, memory comes back',
  async run({ openRelay, seed, quick }) {
    const relay = await openRelay({ args: ['--close-timeout-ms', '200'] });
    const canary = await openCanary(relay.socketUrl);
    const random = createFuzzRandom(seed);
    const frames = quick ? 5_000 : 100_000;
    let sent = 0;
    const attack = async (limit: number) => {
      while (sent < limit) {
        const socket = await openRaw(relay.port);
        socket.resume();
        for (let count = 0; count < FRAMES_PER_CONNECTION && !socket.destroyed && sent < limit; count++) {
          sent += 1;
          socket.write(fuzzedFrame(random));
          if (count % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
        }
        if (random.below(2) === 0) socket.destroy();
        else socket.resetAndDestroy();
      }
    };
    const attackTo = (limit: number) => Promise.all(Array.from({ length: AT_ONCE }, () => attack(limit)));
    // Code is compiled and buffers are made once: what counts is what comes on top.
    await attackTo(frames / 2);
    await wait(2_000);
    const before = residentBytes(relay.pid);
    await attackTo(frames);
    const limit = before * 1.1 + 8 * MIB;
    await untilTrue(() => residentBytes(relay.pid) <= limit, 30_000);
    return [
      exactly('frames sent', sent, frames),
      ...(await canary.findings(600)),
      atMost('memory 30 s later, of what it was', residentBytes(relay.pid) / before, limit / before),
    ];
  },
};

/** What was sent, and the code with which it was closed; 1006 where there was none. */
async function codeFor(port: number, send: (socket: Socket) => void): Promise<number> {
  const socket = await openRaw(port);
  const ended = untilEnd(socket);
  send(socket);
  const code = closeCodeIn(await ended);
  return code ?? 1006;
}

/** Pings without reading what comes back. @returns ms until it was cut off */
async function floodWithPings(port: number, count: number): Promise<number> {
  const socket = await openRaw(port);
  socket.pause();
  const pings = Buffer.concat(Array.from({ length: 1_000 }, () => maskedFrame(0x89, Buffer.alloc(100))));
  const started = performance.now();
  for (let sent = 0; sent < count && !socket.destroyed; sent += 1_000) {
    if (!socket.write(pings))
      await Promise.race([once(socket, 'drain'), once(socket, 'close'), wait(2_000)]).catch(() => {});
  }
  socket.resume();
  // A reset is an error first and a close then.
  if (!socket.destroyed) await Promise.race([once(socket, 'close'), wait(5_000)]).catch(() => {});
  const ms = socket.destroyed ? performance.now() - started : Number.POSITIVE_INFINITY;
  socket.destroy();
  return ms;
}

export const oversized: Scenario = {
  id: 'A4',
  summary: 'frames that are too large or say so, too many fragments, a million pings: closed, nothing kept',
  async run({ openRelay, quick }) {
    const relay = await openRelay();
    const canary = await openCanary(relay.socketUrl);
    const { port } = relay;
    await floodWithPings(port, 10_000);
    await codeFor(port, (socket) => socket.write(maskedFrame(PACKET, Buffer.alloc(MIB + 1))));
    const before = residentBytes(relay.pid);
    const tooLarge = await codeFor(port, (socket) => socket.write(maskedFrame(PACKET, Buffer.alloc(MIB + 1))));
    const lie = Buffer.from([PACKET, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    const lies = await Promise.all(Array.from({ length: 100 }, () => codeFor(port, (socket) => socket.write(lie))));
    const fragments = Buffer.concat([maskedFrame(0x02), ...Array.from({ length: 33 }, () => maskedFrame(0x00))]);
    const fragmented = await codeFor(port, (socket) => socket.write(fragments));
    const cutMs = await floodWithPings(port, quick ? 100_000 : 1_000_000);
    await wait(1_000);
    return [
      exactly('1 MiB and a byte is closed with', tooLarge, 1009),
      exactly('2^63 bytes to come are closed with', [...new Set(lies)].join(' '), '1009'),
      exactly('33 empty fragments are closed with', fragmented, 1008),
      atMost('a flood of pings is cut off after', cutMs, 1_000, ' ms'),
      atMost('growth of the relay', (residentBytes(relay.pid) - before) / MIB, 20, ' MiB'),
      ...(await canary.findings(600)),
    ];
  },
};
