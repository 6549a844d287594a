/**
 * The one permission for camera and microphone: whether it is there, how it is asked for, and what came of it. Knows
 * neither words nor the page. Turns every device off again at once.
 */

export type GrantState =
  /** Both may be used. */
  | 'granted'
  /** Nobody was asked yet, or the question was closed without an answer. */
  | 'unasked'
  /** Refused, and remembered: only the person can take it back, in the browser's settings. */
  | 'denied';

export type GrantOutcome =
  | { readonly kind: 'granted' }
  /** There is only one of the two, and it may be used. */
  | { readonly kind: 'only-camera' | 'only-microphone' }
  | { readonly kind: 'denied' }
  /** The question was closed; it can be asked again. */
  | { readonly kind: 'dismissed' }
  /** Neither is connected. */
  | { readonly kind: 'no-device' }
  /** Another program holds it. */
  | { readonly kind: 'busy' }
  /** The operating system keeps it from the browser. */
  | { readonly kind: 'system' }
  | { readonly kind: 'failed'; readonly reason: string };

/** The browser's, or a test's. */
export interface Devices {
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  /** Undefined where the browser does not say. */
  permission(name: 'camera' | 'microphone'): Promise<PermissionState | undefined>;
}

export const browserDevices: Devices = {
  getUserMedia: (constraints) => navigator.mediaDevices.getUserMedia(constraints),
  permission: async (name) => {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      return undefined;
    }
  },
};

export async function readGrant(devices: Devices): Promise<GrantState> {
  const states = await Promise.all([devices.permission('camera'), devices.permission('microphone')]);
  if (states.every((state) => state === 'granted')) return 'granted';
  return states.includes('denied') ? 'denied' : 'unasked';
}

/** Asks for both, so that there is one question; for one alone where the other is not connected. Never rejects. */
export async function askForGrant(devices: Devices): Promise<GrantOutcome> {
  const both = await open(devices, { audio: true, video: true });
  if (both === undefined) return { kind: 'granted' };
  const outcome = await judge(both, devices);
  if (outcome.kind !== 'no-device') return outcome;
  // The browser names no culprit: each alone tells which of the two is missing.
  for (const kind of ['only-microphone', 'only-camera'] as const) {
    const video = kind === 'only-camera';
    const error = await open(devices, { audio: !video, video });
    if (error === undefined) return { kind };
    const alone = await judge(error, devices);
    if (alone.kind !== 'no-device') return alone;
  }
  return outcome;
}

/** What went wrong, or undefined. */
async function open(devices: Devices, constraints: MediaStreamConstraints): Promise<unknown> {
  try {
    const stream = await devices.getUserMedia(constraints);
    for (const track of stream.getTracks()) track.stop();
    return undefined;
  } catch (error) {
    return error ?? new Error('unknown');
  }
}

async function judge(error: unknown, devices: Devices): Promise<GrantOutcome> {
  const { name, message } = error instanceof Error || error instanceof DOMException ? error : new Error(String(error));
  switch (name) {
    case 'NotAllowedError': {
      if (/system/i.test(message)) return { kind: 'system' };
      return (await readGrant(devices)) === 'denied' ? { kind: 'denied' } : { kind: 'dismissed' };
    }
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { kind: 'no-device' };
    case 'NotReadableError':
    case 'AbortError':
      return { kind: 'busy' };
    default:
      return { kind: 'failed', reason: message.slice(0, 200) };
  }
}
