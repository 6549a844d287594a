/** Where the worker and worklet files lie. Knows nothing of what is in them. */

export interface AssetAddresses {
  readonly media: string;
  readonly speaker: string;
  readonly capture: string;
}

/**
 * Beside this script by default (the build turns source names into built ones); or below `base`, a whole address or one
 * relative to the page, where somebody serves them from elsewhere.
 */
export function assetAddresses(base: string | undefined): AssetAddresses {
  if (base === undefined) {
    return {
      media: new URL('../media/worker.ts', import.meta.url).href,
      speaker: new URL('../playback/speaker-worklet.ts', import.meta.url).href,
      capture: new URL('../capture/capture-worklet.ts', import.meta.url).href,
    };
  }
  const folder = new URL(base.endsWith('/') ? base : `${base}/`, globalThis.document?.baseURI);
  return {
    media: new URL('stream-room-media.js', folder).href,
    speaker: new URL('stream-room-speaker.js', folder).href,
    capture: new URL('stream-room-capture.js', folder).href,
  };
}
