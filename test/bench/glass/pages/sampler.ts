/**
 * Watches one picture of this page, whatever paints it: reads the stamp again and again and notes when each one is
 * first there. The same way for a canvas, a canvas painted by a worker, and a video. Knows nothing of calls.
 */
import { readStamp, STAMP_SQUARES, type Stamp, squareSide, stampAgeMs, stampOf } from '../stamp.ts';

export type Picture = HTMLCanvasElement | HTMLVideoElement;

export interface Samples {
  /** Milliseconds from the drawing of each frame to the instant at which a script could read it here. */
  readonly latenciesMs: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly reads: number;
  /** Readings of a painted picture that held no stamp. */
  readonly unreadable: number;
  /** Main-thread time that the watching itself took, milliseconds. */
  readonly readingMs: number;
  readonly seconds: number;
}

export interface SamplerOptions {
  /** Between two readings; half of it, on average, is added to every latency. */
  readonly everyMs: number;
  /** After a new picture none is looked for, to spare the processor: frames are 33 ms apart. */
  readonly restMs: number;
}

/** Searches again when the picture found last has left the page. */
export function startSampling(
  find: () => Picture | undefined,
  { everyMs, restMs }: SamplerOptions,
): { take(): Samples } {
  const pixels = new OffscreenCanvas(STAMP_SQUARES, 1);
  const context = pixels.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('This browser draws on no OffscreenCanvas.');
  // The middle pixel of each square, not a mean with its neighbours.
  context.imageSmoothingEnabled = false;
  let picture: Picture | undefined;
  let last: Stamp | undefined;
  let record = emptyRecord();

  const look = () => {
    if (!picture?.isConnected) picture = find();
    const size = picture && sizeOf(picture);
    if (!picture || !size || size.width < STAMP_SQUARES) return false;
    const side = squareSide(size.width);
    context.drawImage(picture, 0, 0, size.width, side, 0, 0, STAMP_SQUARES, 1);
    const stamp = readStamp(context.getImageData(0, 0, STAMP_SQUARES, 1).data);
    record.reads += 1;
    if (stamp === undefined) record.unreadable += 1;
    if (stamp === undefined || stamp === last) return false;
    last = stamp;
    record.latenciesMs.push(stampAgeMs(stamp, stampOf(performance.timeOrigin + performance.now())));
    Object.assign(record, size);
    return true;
  };

  const loop = () => {
    const startMs = performance.now();
    const isNew = look();
    record.readingMs += performance.now() - startMs;
    // setTimeout would wait at least 4 ms.
    void scheduler.postTask(loop, { delay: isNew ? restMs : everyMs, priority: 'user-blocking' });
  };
  loop();

  return {
    take() {
      const { startMs, ...taken } = record;
      record = emptyRecord();
      return { ...taken, seconds: (performance.now() - startMs) / 1000 };
    },
  };
}

const emptyRecord = () => ({
  latenciesMs: [] as number[],
  width: 0,
  height: 0,
  reads: 0,
  unreadable: 0,
  readingMs: 0,
  startMs: performance.now(),
});

const sizeOf = (picture: Picture) =>
  picture instanceof HTMLVideoElement
    ? { width: picture.videoWidth, height: picture.videoHeight }
    : { width: picture.width, height: picture.height };

/** The remote picture of a `<stream-room>` on this page. */
export function findRemotePicture(root: ParentNode = document): Picture | undefined {
  for (const element of root.querySelectorAll('*')) {
    const isPicture = element instanceof HTMLCanvasElement || element instanceof HTMLVideoElement;
    if (isPicture && element.part.contains('video') && isRemote(element)) return element;
    const found = element.shadowRoot && findRemotePicture(element.shadowRoot);
    if (found) return found;
  }
  return undefined;
}

/** In a tile that carries a participant's id, on this side of as many shadow roots as there are. */
function isRemote(element: Element): boolean {
  if (element.closest('[data-participant-id]')) return true;
  const root = element.getRootNode();
  return root instanceof ShadowRoot && isRemote(root.host);
}
