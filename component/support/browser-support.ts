/** What this browser can do of what a call needs. Knows nothing of what is done where it cannot. */

/** Else video is sent as MJPEG, which needs no encoder of the browser's. */
export const canEncodeVideo = (): boolean => globalThis.VideoEncoder !== undefined;

export const canSendAudio = (): boolean => globalThis.AudioEncoder !== undefined;

export const canPlayAudio = (): boolean =>
  globalThis.AudioDecoder !== undefined && globalThis.AudioWorkletNode !== undefined;

/**
 * Firefox asks the sound system while the page waits, with the lock that the sound itself needs: both now and then stand
 * still for ten seconds and more (seen with PulseAudio in 153; compare github.com/mozilla/audioipc/issues/187).
 */
export const isOutputLatencyUnsafe = (): boolean => navigator.userAgent.includes('Firefox/');
