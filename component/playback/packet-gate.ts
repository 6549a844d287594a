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
  #lastLayer = 0;
  /** Whether the publisher is known to send an upper layer, or known to send none. */
  #hasUpperLayer: boolean | undefined;

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
    const layerBefore = this.#lastLayer;
    this.#missing += missing;
    this.#last = sequence;
    this.#lastLayer = temporalLayer;
    if (keyframe) {
      this.#needsKeyframe = false;
      return 'decode';
    }
    if (this.#needsKeyframe) return 'no-keyframe';
    if (temporalLayer > 0) this.#hasUpperLayer = true;
    const isBaseAfterBase = layerBefore === 0 && temporalLayer === 0;
    if (missing === 0) {
      if (isBaseAfterBase) this.#hasUpperLayer ??= false;
      return 'decode';
    }
    // Layers take turns (L1T2): a single one missing between two of the base layer was of the upper, and nothing refers
    // to it. Seen from the start by a receiver whose relay leaves all of them out, it is taken for that, too.
    if (missing === 1 && isBaseAfterBase && this.#hasUpperLayer !== false) return 'decode';
    this.#needsKeyframe = true;
    return 'no-keyframe';
  }
}
