/**
 * What the page says to the capture worklet, where a browser has no MediaStreamTrackProcessor. The blocks it sends are
 * `AudioBlock`s (media/messages.ts). Knows nothing of devices.
 */

/** Name under which capture-worklet.ts registers its processor; the node has one input and no output. */
export const CAPTURE_PROCESSOR = 'stream-room-capture';

export const CAPTURE_NODE_OPTIONS = { numberOfInputs: 1, numberOfOutputs: 0 } as const;

/** Page to processor, over the node's own port. */
export type ToCapture =
  /** Blocks go to this port from now on (transferred; its other end is the publication's `FrameSource`). */
  { readonly type: 'output'; readonly port: MessagePort } | { readonly type: 'close' };
