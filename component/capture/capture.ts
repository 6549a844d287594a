/** One opened device, and how opening fails. Knows nothing of which constraints a camera or microphone wants. */
import type { CallError } from '../support/errors.ts';
import { type CaptureKind, captureError } from './capture-error.ts';
import { requestMedia } from './joint-request.ts';

/** Owned by whoever opened it, who stops its tracks. */
export interface Capture {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
  readonly deviceId: string | undefined;
  readonly label: string;
}

export const stopCapture = ({ stream }: Capture): void => {
  for (const track of stream.getTracks()) track.stop();
};

/**
 * Asks for the chosen device, or for the default one where that is not there any more: a call on another camera is
 * better than none. Rejects with CallError.
 */
export async function openDevice(
  kind: 'camera' | 'microphone',
  deviceId: string | undefined,
  request: (chosen: { deviceId?: ConstrainDOMString }) => MediaStreamConstraints,
): Promise<Capture> {
  try {
    if (deviceId === undefined) return captured(await requestMedia(request({})), kind);
    try {
      return captured(await requestMedia(request({ deviceId: { exact: deviceId } })), kind);
    } catch (error) {
      if (!isMissingDevice(error)) throw error;
      console.warn(`stream-room: the chosen ${kind} is not there, so the default one is used.`, error);
      return captured(await requestMedia(request({})), kind);
    }
  } catch (error) {
    throw await captureFailure(kind, error);
  }
}

const isMissingDevice = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError');

function captured(stream: MediaStream, kind: 'camera' | 'microphone'): Capture {
  const track = (kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0];
  if (track === undefined) throw new DOMException(`The browser gave a stream without a ${kind}.`, 'NotFoundError');
  return { stream, track, deviceId: track.getSettings().deviceId, label: track.label };
}

/** Gathers what tells one cause from another. */
export async function captureFailure(kind: CaptureKind, error: unknown): Promise<CallError> {
  return captureError({
    kind,
    error,
    secure: globalThis.isSecureContext !== false,
    supported:
      kind === 'screen'
        ? navigator.mediaDevices?.getDisplayMedia !== undefined
        : navigator.mediaDevices?.getUserMedia !== undefined,
    opaqueOrigin: globalThis.origin === 'null',
    allowedByPolicy: allowedByPolicy(kind === 'screen' ? 'display-capture' : kind),
    framed: globalThis.self !== globalThis.top,
    permission: kind === 'screen' ? undefined : await permissionState(kind),
  });
}

interface FeaturePolicy {
  features(): readonly string[];
  allowsFeature(feature: string): boolean;
}

function allowedByPolicy(feature: string): boolean | undefined {
  // Chromium has the old name only, and others neither.
  const { permissionsPolicy, featurePolicy } = document as {
    permissionsPolicy?: FeaturePolicy;
    featurePolicy?: FeaturePolicy;
  };
  const policy = permissionsPolicy ?? featurePolicy;
  // A feature that the browser does not know reads as forbidden.
  return policy?.features().includes(feature) ? policy.allowsFeature(feature) : undefined;
}

async function permissionState(name: 'camera' | 'microphone'): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state;
  } catch {
    // Older browsers know no such permission name, or have no Permissions API.
    return undefined;
  }
}
