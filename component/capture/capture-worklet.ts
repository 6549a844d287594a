/**
 * AudioWorkletProcessor that hands the microphone's samples over in blocks, where a browser has no
 * MediaStreamTrackProcessor. Runs on the browser's audio thread. Knows nothing of devices or codecs.
 */
import type { AudioBlock } from '../media/messages.ts';
import { CAPTURE_PROCESSOR, type ToCapture } from './capture-messages.ts';

/** What an AudioWorkletGlobalScope has, as far as it is used here; the DOM's types do not. */
declare const currentTime: number;
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** 10 ms at 48 kHz: half an Opus frame, so that a block adds little to the wait for the frame to fill. */
const BLOCK_SAMPLES = 480;

class Capture extends AudioWorkletProcessor {
  #output: MessagePort | undefined;
  #planes: Float32Array<ArrayBuffer>[] = [];
  #filled = 0;
  #blockTime = 0;
  #isClosed = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToCapture>) => {
      this.#output?.close();
      this.#output = data.type === 'output' ? data.port : undefined;
      this.#isClosed = data.type === 'close';
    };
  }

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const input = inputs[0];
    // No channels: nothing is connected, or the device is gone.
    if (input && input.length > 0 && this.#output) this.#take(input);
    return !this.#isClosed;
  }

  #take(input: readonly Float32Array[]): void {
    const length = input[0]?.length ?? 0;
    if (this.#planes.length !== input.length) this.#start(input.length);
    let from = 0;
    while (from < length) {
      if (this.#filled === 0) this.#blockTime = currentTime + from / sampleRate;
      const count = Math.min(length - from, BLOCK_SAMPLES - this.#filled);
      for (const [channel, plane] of this.#planes.entries()) {
        plane.set(input[channel]?.subarray(from, from + count) ?? [], this.#filled);
      }
      this.#filled += count;
      from += count;
      if (this.#filled === BLOCK_SAMPLES) this.#post(input.length);
    }
  }

  #post(channels: number): void {
    const block: AudioBlock = { planes: this.#planes, contextTime: this.#blockTime };
    this.#output?.postMessage(
      block,
      this.#planes.map((plane) => plane.buffer),
    );
    this.#start(channels);
  }

  #start(channels: number): void {
    this.#planes = Array.from({ length: channels }, () => new Float32Array(BLOCK_SAMPLES));
    this.#filled = 0;
  }
}

registerProcessor(CAPTURE_PROCESSOR, Capture);
