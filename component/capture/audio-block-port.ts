/**
 * Sends the sound of a track in blocks, from an audio worklet, where there is no MediaStreamTrackProcessor.
 * Knows nothing of encoders.
 */
import { keepRunning } from '../support/audio-context.ts';
import { CallError } from '../support/errors.ts';
import { CAPTURE_NODE_OPTIONS, CAPTURE_PROCESSOR, type ToCapture } from './capture-messages.ts';

/** Hz: what the encoder wants, and what blocks are promised to have. */
const SAMPLE_RATE = 48_000;

/** Takes the port over, for the worklet. Resolves to what ends it; rejects with CallError `media-refused`. */
export async function serveAudioBlocks(
  track: MediaStreamTrack,
  port: MessagePort,
  captureWorklet: string,
): Promise<() => void> {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE });
  const ended = new AbortController();
  const close = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    port.close();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule(captureWorklet);
    const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, CAPTURE_NODE_OPTIONS);
    const tell = (message: ToCapture, transfer: Transferable[] = []) => node.port.postMessage(message, transfer);
    tell({ type: 'output', port }, [port]);
    ended.signal.addEventListener('abort', () => tell({ type: 'close' }));
    context.createMediaStreamSource(new MediaStream([track])).connect(node);
    // Capturing pages may run sound without a click; where one is needed after all, the next will do.
    keepRunning(context, () => undefined, ended.signal);
    return close;
  } catch (cause) {
    close();
    throw new CallError(
      'media-refused',
      `The microphone's sound could not be read. Allow ${captureWorklet} in the page's Content-Security-Policy.`,
      { cause },
    );
  }
}
