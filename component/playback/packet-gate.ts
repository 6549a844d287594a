/**
 * Which received video packets are decoded: after a gap only what does not depend on what is missing. Pure. Knows
 * nothing of decoders; whoever drops a packet for a reason of its own says so with `lost`.
 */
import { nextSequence, type PacketHeader } from '../protocol/packet.ts';

export type GateVerdict =
  | 'decode'
  /** Older than what was decoded already. */
  | 'late'
  /** Depends on something missing; only a keyframe helps. */
  | 'no-keyframe';

const HALF = 2 ** 31;

export class PacketGate {
  #last: number | undefined;
  #needsKeyframe = true;
  #missing = 0;
  /** Sequence of the group's keyframe, and whether all since then kept to base, upper, base, upper … (L1T2). */
  #groupStart = 0;
  #isAlternating = true;
  #hasUpperLayer = false;

  /** True where nothing can be decoded until a keyframe comes. */
  get needsKeyframe(): boolean {
    return this.#needsKeyframe;
  }

  /** Packets of the track that never came. */
  get missing(): number {
    return this.#missing;
  }

  /** What was admitted was not decoded after all, or the decoder lost its state. */
  lost(): void {
    this.#needsKeyframe = true;
  }

  admit(header: Pick<PacketHeader, 'sequence' | 'keyframe' | 'temporalLayer'>): GateVerdict {
    const { sequence, keyframe, temporalLayer } = header;
    const before = this.#last;
    const gap = before === undefined ? 0 : (sequence - nextSequence(before)) >>> 0;
    // A keyframe "from the past" is a publisher that counts anew.
    if (gap >= HALF && !keyframe) return 'late';
    const missing = gap >= HALF ? 0 : gap;
    this.#missing += missing;
    this.#last = sequence;
    if (keyframe) {
      this.#needsKeyframe = false;
      this.#groupStart = sequence;
      this.#isAlternating = true;
      return 'decode';
    }
    if (this.#needsKeyframe) return 'no-keyframe';
    const place = (sequence - this.#groupStart) >>> 0;
    if (temporalLayer !== place % 2) this.#isAlternating = false;
    if (temporalLayer > 0) this.#hasUpperLayer = true;
    if (missing === 0 || this.#onlyUpperLayerMissing(sequence, missing)) return 'decode';
    this.#needsKeyframe = true;
    return 'no-keyframe';
  }

  /** Of an alternating stream, a single missing packet at an odd place was of the upper layer: nothing refers to it. */
  #onlyUpperLayerMissing(sequence: number, missing: number): boolean {
    const missingPlace = (sequence - this.#groupStart - 1) >>> 0;
    return missing === 1 && this.#isAlternating && this.#hasUpperLayer && missingPlace % 2 === 1;
  }
}
