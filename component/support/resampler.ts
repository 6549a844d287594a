/** Turns samples of one rate into another, by linear interpolation: good enough for a voice, free of delay. Pure. */

export class Resampler {
  readonly #step: number;
  /** Where the next output lies, in input samples counted from the start of the next block; -1 is the last sample seen. */
  #position = 0;
  #last: number[] = [];

  constructor(fromHz: number, toHz: number) {
    this.#step = fromHz / toHz;
  }

  /** Continues where the block before ended; `planes` itself where nothing is to be done. */
  convert(planes: readonly Float32Array<ArrayBuffer>[]): readonly Float32Array<ArrayBuffer>[] {
    const length = planes[0]?.length ?? 0;
    if (this.#step === 1 || length === 0) return planes;
    const count = Math.max(0, Math.ceil((length - 1 - this.#position) / this.#step));
    const converted = planes.map((plane, channel) => {
      const output = new Float32Array(count);
      const before = this.#last[channel] ?? plane[0] ?? 0;
      for (let i = 0; i < count; i++) {
        const at = this.#position + i * this.#step;
        const whole = Math.floor(at);
        const left = whole < 0 ? before : (plane[whole] ?? 0);
        const right = plane[whole + 1] ?? left;
        output[i] = left + (right - left) * (at - whole);
      }
      return output;
    });
    this.#position += count * this.#step - length;
    this.#last = planes.map((plane) => plane[length - 1] ?? 0);
    return converted;
  }
}
