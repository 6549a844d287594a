/** How loud samples are, 0 (silence) to 1 (full scale), on a scale of decibels as ears have it. Pure. */

/** dBFS that count as silence: a quiet room through a microphone. */
const SILENCE_DB = -60;

export class LevelMeter {
  #energy = 0;
  #samples = 0;

  add(plane: Float32Array): void {
    let energy = 0;
    for (const sample of plane) energy += sample * sample;
    this.#energy += energy;
    this.#samples += plane.length;
  }

  /** Since the last call; 0 where nothing came. */
  take(): number {
    const mean = this.#samples === 0 ? 0 : this.#energy / this.#samples;
    this.#energy = 0;
    this.#samples = 0;
    return mean === 0 ? 0 : Math.min(1, Math.max(0, 1 - (10 * Math.log10(mean)) / SILENCE_DB));
  }
}
