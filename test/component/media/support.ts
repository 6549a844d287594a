/** What the tests of the media pass share: a page's side without page, generated pictures and sound, and patience. */
import type {
  FromMedia,
  ToMedia,
  TrackReport,
  VideoCodecChoice,
  VideoSettings,
} from '../../../component/media/messages.ts';
import { type MediaDependencies, startMedia } from '../../../component/media/session.ts';

type Of<Type extends FromMedia['type']> = Extract<FromMedia, { type: Type }>;

/** The page's side of a media session on this very thread: nothing is cloned on the way. */
export class Page {
  readonly heard: FromMedia[] = [];
  #listener: ((event: MessageEvent<ToMedia>) => void) | undefined;
  #lastRequestId = 0;

  constructor(dependencies: Partial<MediaDependencies>) {
    startMedia(
      {
        postMessage: (message) => this.heard.push(message),
        addEventListener: (_type, listener) => {
          this.#listener = listener;
        },
        close: () => undefined,
      },
      dependencies,
    );
  }

  post(message: ToMedia): void {
    this.#listener?.({ data: message } as MessageEvent<ToMedia>);
  }

  all<Type extends FromMedia['type']>(type: Type): Of<Type>[] {
    return this.heard.filter((message): message is Of<Type> => message.type === type);
  }

  async connect(): Promise<void> {
    const before = this.all('connected').length;
    this.post({ type: 'connect', url: 'ws://relay.test/socket', subprotocols: ['stream-room.v1'] });
    await until(() => this.all('connected').length > before, 'a connection');
  }

  report(): readonly TrackReport[] {
    this.#lastRequestId++;
    this.post({ type: 'report', requestId: this.#lastRequestId });
    return this.all('report').at(-1)!.tracks;
  }
}

export const settings = (codec: VideoCodecChoice, change: Partial<VideoSettings> = {}): VideoSettings => ({
  codec,
  quality: 'auto',
  framesPerSecond: 30,
  content: 'motion',
  ...change,
});

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 8_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${what}.`);
    await sleep(15);
  }
}

export type Colour = 'red' | 'green' | 'blue';
const FILL: Record<Colour, string> = { red: '#e02020', green: '#20d020', blue: '#2020e0' };

/** Frames of one colour with something moving in them; keeps every frame it made, so that tests see which were closed. */
export class Camera {
  readonly made: VideoFrame[] = [];
  colour: Colour = 'red';
  readonly readable: ReadableStream<VideoFrame>;
  #timer: ReturnType<typeof setInterval>;
  #controller: ReadableStreamDefaultController<VideoFrame> | undefined;
  #count = 0;

  constructor(
    public width = 640,
    public height = 480,
    framesPerSecond = 30,
  ) {
    this.readable = new ReadableStream<VideoFrame>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.stop(),
      },
      { highWaterMark: 2 },
    );
    this.#timer = setInterval(() => this.#shoot(), 1000 / framesPerSecond);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The device is gone. */
  end(): void {
    this.stop();
    this.#controller?.close();
  }

  picture(): VideoFrame {
    const canvas = new OffscreenCanvas(this.width, this.height);
    const context = canvas.getContext('2d', { alpha: false })!;
    context.fillStyle = FILL[this.colour];
    context.fillRect(0, 0, this.width, this.height);
    context.fillStyle = '#fff';
    this.#count++;
    context.fillRect((this.#count * 7) % this.width, 4, 12, 12);
    const frame = new VideoFrame(canvas, { timestamp: Math.round(performance.now() * 1000) });
    this.made.push(frame);
    return frame;
  }

  #shoot(): void {
    if ((this.#controller?.desiredSize ?? 0) > 0) this.#controller?.enqueue(this.picture());
  }
}

/** A closed VideoFrame has no format any more. */
export const open = (frames: readonly VideoFrame[]): VideoFrame[] => frames.filter((frame) => frame.format !== null);

export function createView(): { readonly canvas: HTMLCanvasElement; readonly offscreen: OffscreenCanvas } {
  const canvas = document.createElement('canvas');
  canvas.width = 16;
  canvas.height = 16;
  document.body.append(canvas);
  return { canvas, offscreen: canvas.transferControlToOffscreen() };
}

/** The colour that most of the canvas shows; undefined while it is none of them. */
export function colourOf(canvas: HTMLCanvasElement): Colour | undefined {
  const probe = new OffscreenCanvas(8, 8);
  const context = probe.getContext('2d', { alpha: false })!;
  context.drawImage(canvas, 0, canvas.height / 4, canvas.width, canvas.height / 2, 0, 0, 8, 8);
  const [red = 0, green = 0, blue = 0] = context.getImageData(4, 4, 1, 1).data;
  if (red > 150 && green < 100 && blue < 100) return 'red';
  if (green > 150 && red < 100 && blue < 100) return 'green';
  if (blue > 150 && red < 100 && green < 100) return 'blue';
  return undefined;
}
