import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PacketGate } from '../../../component/playback/packet-gate.ts';

/** `5K` is a keyframe with sequence 5, `6` a base-layer delta, `7+` one of the upper layer. */
function verdicts(gate: PacketGate, packets: string): string {
  const letters = packets.split(' ').map((text) => {
    const verdict = gate.admit({
      sequence: Number.parseInt(text, 10) >>> 0,
      keyframe: text.endsWith('K'),
      temporalLayer: text.endsWith('+') ? 1 : 0,
    });
    return { decode: 'd', late: 'l', 'no-keyframe': 'n' }[verdict];
  });
  return letters.join('');
}

describe('the packet gate', () => {
  const table: Record<string, [packets: string, verdicts: string]> = {
    'waits for a keyframe at the start': ['3 4 5K 6 7', 'nnddd'],
    'waits for a keyframe after a gap': ['0K 1 3 4 5K 6', 'ddnndd'],
    'goes on over a gap of the upper layer': ['0K 1+ 2 3+ 4 6 7+ 8', 'dddddddd'],
    'goes on when the upper layer is left out altogether': ['0K 1+ 2 4 6 8 10', 'ddddddd'],
    'stops where the base layer is missing': ['0K 1+ 2 3+ 5+ 6', 'ddddnn'],
    'stops at a gap of more than one': ['0K 1+ 2 3+ 7+', 'ddddn'],
    'stops at a gap of more than one between base layers': ['0K 1+ 2 3+ 4 8', 'dddddn'],
    'goes on where the upper layer was left out from the start': ['0K 2 4 6', 'dddd'],
    'stops where there is but one layer': ['0K 1 2 4 5K', 'dddnd'],
    'stops where what is missing came before an upper layer': ['0K 1+ 2 4+ 5', 'dddnn'],
    'stops where what is missing came between upper layers': ['0K 1+ 3+', 'ddn'],
    'goes on where the encoder skipped a frame of the upper layer': ['0K 1+ 2 3 4+ 5 7', 'ddddddd'],
    'needs no keyframe after a gap that ends in one': ['0K 1 5K 6', 'dddd'],
    'drops what comes late': ['0K 1 2 1 3', 'dddld'],
    'takes a publisher that counts anew': ['900K 901 0K 1', 'dddd'],
    'counts on across the wrap': ['4294967294K 4294967295 0 1', 'dddd'],
  };
  for (const [name, [packets, expected]] of Object.entries(table)) {
    it(name, () => assert.equal(verdicts(new PacketGate(), packets), expected));
  }

  it('counts what never came', () => {
    const gate = new PacketGate();
    verdicts(gate, '0K 1 4K 5 9K');
    assert.equal(gate.missing, 5);
  });

  it('waits for a keyframe when the decoder lost its state', () => {
    const gate = new PacketGate();
    verdicts(gate, '0K 1');
    gate.lost();
    assert.equal(gate.needsKeyframe, true);
    assert.equal(verdicts(gate, '2 3K 4'), 'ndd');
    assert.equal(gate.needsKeyframe, false);
  });
});
