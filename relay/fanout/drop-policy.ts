/**
 * What a subscriber whose link is behind still gets, as pure functions: audio before video, base layers before higher
 * ones, whole groups rather than torn ones, and of independent pictures the newest. Knows nothing of sockets or clocks.
 */
import type { TrackKind } from 'stream-room/protocol/control';

export const PRESSURE = {
  /** Nothing waits: everything goes. */
  open: 0,
  /** What flows goes on; a track that stands still does not start, and independent pictures wait. */
  busy: 1,
  /** Higher temporal layers are given up. */
  behind: 2,
  /** All video is given up. */
  full: 3,
  /** Audio too: what is still under way is older than anybody would listen to. */
  jammed: 4,
} as const;

export type Pressure = (typeof PRESSURE)[keyof typeof PRESSURE];

interface Limits {
  readonly queueDelayMs: number;
  readonly bufferedBytes: number;
}

/** Past either of these the pressure is the one named. Bytes are the second line: kernels hide megabytes before them. */
const LIMITS: { readonly [Name in Exclude<keyof typeof PRESSURE, 'open'>]: Limits } = {
  // Two frames at 30 fps: what a busy receiver's scheduling costs without any queue.
  busy: { queueDelayMs: 60, bufferedBytes: 64 * 1024 },
  // Beyond it lips and sound part visibly.
  behind: { queueDelayMs: 150, bufferedBytes: 128 * 1024 },
  // Beyond it people talk over each other: a lost group is better than one this late.
  full: { queueDelayMs: 400, bufferedBytes: 256 * 1024 },
  // Speech this late disturbs more than silence.
  jammed: { queueDelayMs: 1_000, bufferedBytes: 1024 * 1024 },
};

/** What one subscriber may have under way, here and in kernels, whatever its delay: 100 Mbit/s over 300 ms. */
const MAX_UNACKNOWLEDGED_BYTES = 4 * 1024 * 1024;

/**
 * @param queueDelayMs by how much the oldest unacknowledged packet is later than the link's own round trip explains;
 * 0 for a receiver that sends no receipts
 * @param unacknowledgedBytes 0 for a receiver that sends no receipts
 * @param bufferedBytes what our own end of the socket holds because the kernel takes no more
 */
export function pressureOf(queueDelayMs: number, unacknowledgedBytes: number, bufferedBytes: number): Pressure {
  if (!isPast(LIMITS.busy, queueDelayMs, bufferedBytes)) {
    return unacknowledgedBytes > MAX_UNACKNOWLEDGED_BYTES ? PRESSURE.full : PRESSURE.open;
  }
  if (isPast(LIMITS.jammed, queueDelayMs, bufferedBytes)) return PRESSURE.jammed;
  if (isPast(LIMITS.full, queueDelayMs, bufferedBytes)) return PRESSURE.full;
  if (unacknowledgedBytes > MAX_UNACKNOWLEDGED_BYTES) return PRESSURE.full;
  return isPast(LIMITS.behind, queueDelayMs, bufferedBytes) ? PRESSURE.behind : PRESSURE.busy;
}

/** No closure over the numbers: this runs for every packet and receiver. */
function isPast(limits: Limits, queueDelayMs: number, bufferedBytes: number): boolean {
  return queueDelayMs > limits.queueDelayMs || bufferedBytes > limits.bufferedBytes;
}

/** What the policy remembers of one track on one subscriber's link. */
export interface Flow {
  readonly kind: TrackKind;
  /** A packet that later ones build on was not sent: nothing is of use until a keyframe. */
  needsKeyframe: boolean;
  /** The lowest temporal layer given up since the last packet of the base layer; Infinity for none. */
  droppedLayer: number;
  /** Keyframes since the last delta. */
  keyframesInRow: number;
}

/** From so many keyframes in a row on, pictures are taken to stand alone (MJPEG); a delta codec may repeat one. */
const STANDS_ALONE_AFTER = 3;

export const createFlow = (kind: TrackKind): Flow => ({
  kind,
  needsKeyframe: kind === 'video',
  droppedLayer: Number.POSITIVE_INFINITY,
  keyframesInRow: 0,
});

export type Verdict =
  | 'send'
  | 'drop'
  /** To be kept, in place of an older one, until the pressure is `open`. */
  | 'wait';

interface Offered {
  readonly keyframe: boolean;
  readonly temporalLayer: number;
}

/** Decides on the next packet of a track and notes in `flow` what follows from it. */
export function admit(packet: Offered, flow: Flow, pressure: Pressure): Verdict {
  if (flow.kind === 'audio') return pressure >= PRESSURE.jammed ? 'drop' : 'send';
  return packet.keyframe ? admitKeyframe(flow, pressure) : admitDelta(packet, flow, pressure);
}

function admitKeyframe(flow: Flow, pressure: Pressure): Verdict {
  // Of pictures that stand alone, only the newest is worth a place in a queue.
  const standsAlone = flow.keyframesInRow >= STANDS_ALONE_AFTER;
  flow.keyframesInRow += 1;
  flow.droppedLayer = Number.POSITIVE_INFINITY;
  if (pressure === PRESSURE.open || (!standsAlone && !flow.needsKeyframe && pressure < PRESSURE.full)) {
    flow.needsKeyframe = false;
    return 'send';
  }
  flow.needsKeyframe = true;
  return standsAlone ? 'wait' : 'drop';
}

function admitDelta(packet: Offered, flow: Flow, pressure: Pressure): Verdict {
  flow.keyframesInRow = 0;
  if (flow.needsKeyframe) return 'drop';
  const { temporalLayer } = packet;
  if (temporalLayer === 0) {
    flow.droppedLayer = Number.POSITIVE_INFINITY;
    if (pressure < PRESSURE.full) return 'send';
    flow.needsKeyframe = true;
    return 'drop';
  }
  // A packet may build on the layers up to its own, so what lies above a dropped one goes with it.
  if (pressure < PRESSURE.behind && temporalLayer < flow.droppedLayer) return 'send';
  flow.droppedLayer = Math.min(flow.droppedLayer, temporalLayer);
  return 'drop';
}
