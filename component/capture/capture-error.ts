/**
 * Why a camera, microphone or screen could not be had: one clear error per cause (pure). Browsers give the same
 * `NotAllowedError` for a person's refusal, a page's policy and the system's, so the circumstances decide.
 */
import { CallError } from '../support/errors.ts';

export type CaptureKind = 'camera' | 'microphone' | 'screen';

export interface CaptureCircumstances {
  readonly kind: CaptureKind;
  /** What getUserMedia or getDisplayMedia rejected with. */
  readonly error: unknown;
  /** `isSecureContext` */
  readonly secure: boolean;
  /** The browser has the method that was called. */
  readonly supported: boolean;
  /** `self.origin === 'null'`: a sandboxed frame, which no policy can allow a device. */
  readonly opaqueOrigin: boolean;
  /** What the document's permissions policy says of this device; undefined where the browser does not tell. */
  readonly allowedByPolicy: boolean | undefined;
  /** The page is in somebody else's frame. */
  readonly framed: boolean;
  /** What the Permissions API says of this device; undefined where the browser does not tell. */
  readonly permission: 'granted' | 'denied' | 'prompt' | undefined;
}

const THING: Readonly<Record<CaptureKind, string>> = {
  camera: 'camera',
  microphone: 'microphone',
  screen: 'screen',
};

const POLICY_FEATURE: Readonly<Record<CaptureKind, string>> = {
  camera: 'camera',
  microphone: 'microphone',
  screen: 'display-capture',
};

export function captureError(circumstances: CaptureCircumstances): CallError {
  const { kind, error, secure, supported } = circumstances;
  const thing = THING[kind];
  const cause = { cause: error };
  if (!secure) {
    return new CallError(
      'insecure-page',
      `Browsers give the ${thing} to secure pages only. Serve this page over https, or from localhost.`,
      cause,
    );
  }
  if (!supported) {
    return kind === 'screen'
      ? new CallError('screen-unsupported', 'This browser cannot share a screen. Use a desktop browser.', cause)
      : new CallError('browser-too-old', `This browser gives no access to the ${thing}. Use a newer one.`, cause);
  }
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      return refused(circumstances);
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return missing(kind, error);
    case 'InvalidStateError':
      return new CallError(
        kind === 'screen' ? 'screen-failed' : 'device-busy',
        kind === 'screen'
          ? 'A screen can be shared from a click or key press only. Ask for it from one.'
          : `The ${thing} could not be started because the page was not in use. Try again.`,
        cause,
      );
    default:
      return kind === 'screen'
        ? new CallError('screen-failed', `The screen could not be shared (${describe(error)}). Try again.`, cause)
        : new CallError(
            'device-busy',
            `The ${thing} could not be started (${describe(error)}). Close other programs that use it, or choose another.`,
            cause,
          );
  }
}

function refused({ kind, error, opaqueOrigin, allowedByPolicy, framed, permission }: CaptureCircumstances): CallError {
  const thing = THING[kind];
  const feature = POLICY_FEATURE[kind];
  const cause = { cause: error };
  if (opaqueOrigin) {
    return new CallError(
      'permission-policy',
      `A sandboxed frame gets no ${thing}. Add allow-same-origin to its sandbox attribute, or open the page by itself.`,
      cause,
    );
  }
  if (allowedByPolicy === false) {
    return new CallError(
      'permission-policy',
      framed
        ? `The frame this page is in does not pass on the ${thing}. Add allow="${feature}" to the iframe, or open the page by itself.`
        : `The page forbids itself the ${thing}. Remove ${feature}=() from its Permissions-Policy header.`,
      cause,
    );
  }
  // Chromium says which in the message. Elsewhere: the browser would have let the site, so it was something below it.
  if (/by (the )?system/i.test(messageOf(error)) || (permission === 'granted' && kind !== 'screen')) {
    return new CallError(
      'permission-system',
      `The system does not let this browser use the ${thing}. Allow it in the system's privacy settings, then try again.`,
      cause,
    );
  }
  if (kind === 'screen') {
    return new CallError(
      'permission-denied',
      'Sharing the screen was not allowed. Ask again and choose what to share.',
      cause,
    );
  }
  return new CallError(
    'permission-denied',
    `The ${thing} was not allowed to this site. Allow it in the address bar's site settings, then try again.`,
    cause,
  );
}

function missing(kind: CaptureKind, error: unknown): CallError {
  const cause = { cause: error };
  switch (kind) {
    case 'camera':
      return new CallError(
        'no-camera',
        'No camera was found. Connect one; without it you can still watch and talk.',
        cause,
      );
    case 'microphone':
      return new CallError(
        'no-microphone',
        'No microphone was found. Connect one; without it you can still listen.',
        cause,
      );
    case 'screen':
      return new CallError('screen-failed', 'There was nothing to share.', cause);
  }
}

const nameOf = (error: unknown): string => (error instanceof Error || isNamed(error) ? error.name : '');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');
const describe = (error: unknown): string => [nameOf(error), messageOf(error)].filter((text) => text !== '').join(': ');
/** OverconstrainedError is no Error in older browsers. */
const isNamed = (error: unknown): error is { name: string } =>
  typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string';
