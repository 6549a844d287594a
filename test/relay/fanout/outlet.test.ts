/** One subscriber's way out, over a socket in memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { micros } from 'stream-room/protocol/units';
import { SocketOutlet } from '../../../relay/fanout/outlet.ts';
import { Turn } from '../../../relay/fanout/turn.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const TRACK = 7;
const AUDIO = 8;

function createOutlet() {
  const clock = new ManualClock();
  const ends: (() => void)[] = [];
  const written: (Uint8Array | string)[] = [];
  const wire = {
    bufferedBytes: 0,
    corks: 0,
    sendPacket: (bytes: Uint8Array) => written.push(bytes),
    sendText: (text: string) => written.push(text),
    cork: () => {
      wire.corks += 1;
    },
    uncork: () => {},
  };
  let wishes = 0;
  let sequence = 0;
  const outlet = new SocketOutlet(wire, new Turn(clock, (run) => ends.push(run)));
  outlet.open(TRACK, 'video', () => {
    wishes += 1;
  });
  outlet.open(AUDIO, 'audio', () => assert.fail('audio needs no keyframe'));
  const endTurn = () => {
    for (const end of ends.splice(0)) end();
  };
  const offer = (trackId: number, keyframe: boolean, bytes: Uint8Array = new Uint8Array(100)) => {
    const header = { trackId, sequence: sequence++, timestamp: micros(0), keyframe, configured: keyframe };
    return outlet.offer({ ...header, rendition: 0, temporalLayer: 0 }, bytes);
  };
  return {
    outlet,
    wire,
    written,
    endTurn,
    wishes: () => wishes,
    key: (bytes?: Uint8Array) => offer(TRACK, true, bytes),
    delta: (bytes?: Uint8Array) => offer(TRACK, false, bytes),
    audio: (bytes?: Uint8Array) => offer(AUDIO, true, bytes),
    other: () => offer(99, true),
    acknowledge: (packets: number) => outlet.acknowledge({ packets, held: micros(0) }),
    wait(milliseconds: number) {
      endTurn();
      clock.advance(milliseconds);
    },
  };
}

/** An outlet whose receiver acknowledges, 10 ms away, with a video that flows. */
function createFlowing() {
  const it = createOutlet();
  it.key();
  it.wait(10);
  it.acknowledge(1);
  it.wait(100);
  it.written.length = 0;
  return it;
}

it('passes on the very bytes it was given', () => {
  const { key, written } = createOutlet();
  const bytes = new Uint8Array([1, 2, 3]);
  assert.equal(key(bytes), 'sent');
  assert.equal(written[0], bytes);
});

it('sends nothing of tracks that nobody opened, or that were closed', () => {
  const { outlet, other, key, written } = createOutlet();
  assert.equal(other(), 'dropped');
  outlet.close(TRACK);
  assert.equal(key(), 'dropped');
  assert.equal(written.length, 0);
});

it('wishes for a keyframe with every delta that it cannot use', () => {
  const { delta, wishes } = createOutlet();
  delta();
  delta();
  assert.equal(wishes(), 2);
});

it('corks its socket once per turn, packets and messages alike', () => {
  const { key, delta, outlet, wire, endTurn } = createOutlet();
  key();
  delta();
  outlet.notify('{}');
  assert.equal(wire.corks, 1);
  endTurn();
  delta();
  assert.equal(wire.corks, 2);
});

describe('a receiver that acknowledges late', () => {
  it('loses video until the link is open again, then starts at a keyframe', () => {
    const { key, delta, audio, acknowledge, wait, wishes } = createFlowing();
    assert.equal(delta(), 'sent');
    wait(500);
    assert.equal(delta(), 'dropped');
    assert.equal(audio(), 'sent');
    assert.equal(key(), 'dropped');
    assert.equal(wishes(), 0, 'a keyframe now would only fill the queue');
    wait(20);
    acknowledge(3);
    assert.equal(delta(), 'dropped');
    assert.equal(wishes(), 1);
    assert.equal(key(), 'sent');
    assert.equal(delta(), 'sent');
  });

  it('keeps its sound longer than its picture', () => {
    const { delta, audio, wait } = createFlowing();
    delta();
    wait(900);
    assert.equal(delta(), 'dropped');
    assert.equal(audio(), 'sent');
    wait(500);
    assert.equal(audio(), 'dropped');
  });

  it('gets of pictures that stand alone only the newest, as soon as there is room', () => {
    const { key, acknowledge, wait, written, outlet } = createFlowing();
    key();
    key();
    key();
    acknowledge(4);
    written.length = 0;
    key(new Uint8Array([0]));
    wait(200);
    assert.equal(key(new Uint8Array([1])), 'waiting');
    wait(10);
    assert.equal(key(new Uint8Array([2])), 'waiting');
    outlet.takeLoss(TRACK);
    assert.equal(key(new Uint8Array([3])), 'waiting');
    assert.equal(written.length, 1);
    acknowledge(5);
    assert.deepEqual(written.slice(1), [new Uint8Array([3])]);
    assert.equal(outlet.takeLoss(TRACK), 1, 'the second was dropped for the third');
  });

  it('does not get a picture that waited after a newer one', () => {
    const { key, wire, wait, written, outlet } = createOutlet();
    for (const _ of [1, 2, 3]) key();
    wait(10);
    wire.bufferedBytes = 100 * 1024;
    assert.equal(key(new Uint8Array([1])), 'waiting');
    wait(10);
    wire.bufferedBytes = 0;
    assert.equal(key(new Uint8Array([2])), 'sent');
    outlet.flush();
    assert.deepEqual(written.slice(3), [new Uint8Array([2])]);
  });

  it('is known by the age of what it has not acknowledged', () => {
    const { delta, outlet, wait, acknowledge } = createFlowing();
    delta();
    wait(14_000);
    assert.equal(outlet.oldestUnacknowledgedMs, 14_000);
    acknowledge(2);
    assert.equal(outlet.oldestUnacknowledgedMs, 0);
  });
});

describe('a receiver that sends no receipts', () => {
  it('is served for as long as its socket takes everything', () => {
    const { key, delta, wait } = createOutlet();
    key();
    for (let number = 0; number < 100; number++) {
      wait(1_000);
      assert.equal(delta(), 'sent');
    }
  });

  it('loses video, then sound, to what its socket holds', () => {
    const { key, delta, audio, wire, wait } = createOutlet();
    key();
    wait(10);
    wire.bufferedBytes = 300 * 1024;
    assert.equal(delta(), 'dropped');
    assert.equal(audio(), 'sent');
    wait(10);
    wire.bufferedBytes = 1200 * 1024;
    assert.equal(audio(), 'dropped');
  });

  it('is not taken for slow because of what this very turn writes', () => {
    const { key, delta, wire, written } = createOutlet();
    key();
    for (let number = 0; number < 50; number++) {
      wire.bufferedBytes += 20_000;
      assert.equal(delta(), 'sent');
    }
    assert.equal(written.length, 51);
  });

  it('gets the newest picture when its socket has drained', () => {
    const { key, wire, wait, written, outlet } = createOutlet();
    for (const _ of [1, 2, 3]) key();
    wait(10);
    wire.bufferedBytes = 100 * 1024;
    assert.equal(key(new Uint8Array([1])), 'waiting');
    wait(10);
    outlet.flush();
    assert.equal(written.length, 3);
    wire.bufferedBytes = 0;
    outlet.flush();
    assert.deepEqual(written[3], new Uint8Array([1]));
  });
});

it('starts at a keyframe again after its publisher was away', () => {
  const { key, delta, outlet } = createOutlet();
  key();
  assert.equal(delta(), 'sent');
  outlet.interrupt(TRACK);
  assert.equal(delta(), 'dropped');
  assert.equal(key(), 'sent');
});

it('tells what part was dropped since it was asked last', () => {
  const { key, delta, wire, wait, outlet } = createOutlet();
  key();
  delta();
  wait(10);
  wire.bufferedBytes = 300 * 1024;
  delta();
  delta();
  assert.equal(outlet.takeLoss(TRACK), 0.5);
  assert.equal(outlet.takeLoss(TRACK), 0);
  assert.equal(outlet.takeLoss(99), 0);
});

it('refuses a receipt of more than it sent', () => {
  const { key, acknowledge } = createOutlet();
  key();
  assert.equal(acknowledge(2), false);
});
