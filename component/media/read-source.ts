/** Reads raw frames from whatever the page handed over, until told to stop. Knows nothing of what is done with them. */
import type { AudioBlock, FrameAnswer, FrameRequest, FrameSource } from './messages.ts';

export interface SourceReader<Item> {
  /** The item is the receiver's, which closes it. */
  onItem(item: Item): void;
  /** Nothing more comes, and nobody asked for that. Not after the signal aborts. */
  onEnded(message: string): void;
}

/** A page that does not answer is frozen, or busy: it is asked again, so that a lost answer ends nothing. */
const ANSWER_TIMEOUT_MS = 1_000;

/** `framesPerSecond` is asked before each frame, where the source has no pace of its own. */
export function readVideo(
  source: FrameSource,
  reader: SourceReader<VideoFrame | ImageBitmap>,
  framesPerSecond: () => number,
  signal: AbortSignal,
): void {
  if (source.kind === 'port') pollFrames(source.port, reader, framesPerSecond, signal);
  else void drain(source.readable as ReadableStream<VideoFrame>, reader, signal);
}

export function readAudio(
  source: FrameSource,
  reader: SourceReader<AudioData | AudioBlock>,
  signal: AbortSignal,
): void {
  if (source.kind === 'stream') {
    const { onItem, onEnded } = reader;
    void drain(source.readable as ReadableStream<AudioData>, { onItem: (item) => onItem(item), onEnded }, signal);
    return;
  }
  const { port } = source;
  port.addEventListener('message', ({ data }: MessageEvent<AudioBlock>) => reader.onItem(data), { signal });
  port.start();
  signal.addEventListener('abort', () => port.close(), { once: true });
}

/** Never rejects. */
async function drain<Item extends { close(): void }>(
  readable: ReadableStream<Item>,
  { onItem, onEnded }: SourceReader<Item>,
  signal: AbortSignal,
): Promise<void> {
  const reader = readable.getReader();
  // Cancelling ends the source's processor on the page's side, which else goes on queueing frames.
  const cancel = () => void reader.cancel().catch(() => undefined);
  if (signal.aborted) {
    cancel();
    return;
  }
  signal.addEventListener('abort', cancel, { once: true });
  let message = 'The source has ended.';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (signal.aborted) value.close();
      else onItem(value);
    }
  } catch (error) {
    message = `The source broke off: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  if (!signal.aborted) onEnded(message);
}

function pollFrames(
  port: MessagePort,
  { onItem }: SourceReader<VideoFrame | ImageBitmap>,
  framesPerSecond: () => number,
  signal: AbortSignal,
): void {
  const request: FrameRequest = { type: 'frame' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let askedMs = 0;
  const ask = () => {
    askedMs = performance.now();
    port.postMessage(request);
    timer = setTimeout(ask, ANSWER_TIMEOUT_MS);
  };
  port.addEventListener(
    'message',
    ({ data }: MessageEvent<FrameAnswer>) => {
      if (signal.aborted) {
        data?.close();
        return;
      }
      if (data) onItem(data);
      clearTimeout(timer);
      timer = setTimeout(ask, Math.max(0, askedMs + 1000 / framesPerSecond() - performance.now()));
    },
    // Not the signal: a picture on its way when it aborts has to be closed.
  );
  port.start();
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      // An answer to the last request is still coming; after that nobody asks.
      setTimeout(() => port.close(), ANSWER_TIMEOUT_MS);
    },
    { once: true },
  );
  ask();
}
