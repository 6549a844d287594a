/** What this browser can do of what a call needs. Knows nothing of what is done where it cannot. */

/** Else video is sent as MJPEG, which needs no encoder of the browser's. */
export const canEncodeVideo = (): boolean => globalThis.VideoEncoder !== undefined;

export const canSendAudio = (): boolean => globalThis.AudioEncoder !== undefined;

export const canPlayAudio = (): boolean =>
  globalThis.AudioDecoder !== undefined && globalThis.AudioWorkletNode !== undefined;
