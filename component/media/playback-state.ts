/** Whether a track waits, plays or stalls, told when it changes. Knows nothing of why. */
import type { SubscriptionState } from './subscription.ts';

/** Without a frame for so long it no longer moves: two keyframe requests went unanswered by then. */
const STALLED_MS = 2_000;

export class PlaybackState {
  readonly #trackId: number;
  readonly #onState: (state: SubscriptionState) => void;
  #lastMs = 0;
  #told: SubscriptionState;

  constructor(trackId: number, onState: (state: SubscriptionState) => void) {
    this.#trackId = trackId;
    this.#onState = onState;
    this.#told = { type: 'subscription-state', trackId, state: 'waiting', codec: '', width: 0, height: 0 };
    onState(this.#told);
  }

  /** A frame was painted, or a block of sound handed on. */
  played(nowMs: number, codec: string, width: number, height: number): void {
    this.#lastMs = nowMs;
    const told = this.#told;
    if (told.state === 'playing' && told.codec === codec && told.width === width && told.height === height) return;
    this.#tell({ type: 'subscription-state', trackId: this.#trackId, state: 'playing', codec, width, height });
  }

  tick(nowMs: number): void {
    const told = this.#told;
    if (told.state === 'playing' && nowMs - this.#lastMs >= STALLED_MS) this.#tell({ ...told, state: 'stalled' });
  }

  #tell(state: SubscriptionState): void {
    this.#told = state;
    this.#onState(state);
  }
}
