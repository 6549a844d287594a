import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CaptureCircumstances, captureError } from '../../../component/capture/capture-error.ts';
import type { CallErrorCode } from '../../../component/support/errors.ts';

const failure = (name: string, message = '') => Object.assign(new Error(message), { name });
const ordinary: CaptureCircumstances = {
  kind: 'camera',
  error: failure('NotAllowedError', 'Permission denied'),
  secure: true,
  supported: true,
  opaqueOrigin: false,
  allowedByPolicy: true,
  framed: false,
  permission: 'denied',
};

describe('why a device could not be had', () => {
  const table: readonly [what: string, about: Partial<CaptureCircumstances>, code: CallErrorCode, says: RegExp][] = [
    ['the person refused', {}, 'permission-denied', /camera was not allowed.*site settings/],
    ['the person refused the microphone', { kind: 'microphone' }, 'permission-denied', /microphone/],
    ['the person closed the question', { permission: 'prompt' }, 'permission-denied', /site settings/],
    [
      'the person refused, in a browser that tells nothing',
      { allowedByPolicy: undefined, permission: undefined },
      'permission-denied',
      /site settings/,
    ],
    ['the frame does not pass it on', { allowedByPolicy: false, framed: true }, 'permission-policy', /allow="camera"/],
    [
      'the frame does not pass the screen on',
      { kind: 'screen', allowedByPolicy: false, framed: true },
      'permission-policy',
      /allow="display-capture"/,
    ],
    ['the page forbids it itself', { allowedByPolicy: false }, 'permission-policy', /camera=\(\).*Permissions-Policy/],
    ['the frame is sandboxed', { opaqueOrigin: true, framed: true }, 'permission-policy', /allow-same-origin/],
    [
      'the frame is sandboxed, and the browser says SecurityError',
      { error: failure('SecurityError'), opaqueOrigin: true },
      'permission-policy',
      /sandbox/,
    ],
    [
      'the system refused, as Chromium says it',
      { error: failure('NotAllowedError', 'Permission denied by system') },
      'permission-system',
      /privacy settings/,
    ],
    [
      'the system refused, though the browser lets the site',
      { permission: 'granted' },
      'permission-system',
      /privacy settings/,
    ],
    [
      'the system refuses to share the screen',
      { kind: 'screen', error: failure('NotAllowedError', 'Permission denied by system') },
      'permission-system',
      /screen/,
    ],
    [
      'the person chose no screen',
      { kind: 'screen', permission: undefined },
      'permission-denied',
      /choose what to share/,
    ],
    ['the page is not secure', { secure: false, supported: false }, 'insecure-page', /https/],
    ['the browser has no cameras for pages', { supported: false }, 'browser-too-old', /newer/],
    ['the browser cannot share screens', { kind: 'screen', supported: false }, 'screen-unsupported', /desktop/],
    ['there is no camera', { error: failure('NotFoundError') }, 'no-camera', /Connect one/],
    ['there is no microphone', { kind: 'microphone', error: failure('NotFoundError') }, 'no-microphone', /listen/],
    ['there is no such camera', { error: failure('OverconstrainedError') }, 'no-camera', /No camera/],
    [
      'there is nothing to share',
      { kind: 'screen', error: failure('NotFoundError') },
      'screen-failed',
      /nothing to share/,
    ],
    [
      'another program has it',
      { error: failure('NotReadableError', 'Could not start video source') },
      'device-busy',
      /NotReadableError: Could not start video source.*other programs/,
    ],
    [
      'it failed to start',
      { error: failure('AbortError', 'Starting videoinput failed') },
      'device-busy',
      /Starting videoinput failed/,
    ],
    ['sharing failed', { kind: 'screen', error: failure('NotReadableError') }, 'screen-failed', /NotReadableError/],
    [
      'sharing was not asked from a click',
      { kind: 'screen', error: failure('InvalidStateError') },
      'screen-failed',
      /click/,
    ],
    ['something that is no error was thrown', { error: 'boom' }, 'device-busy', /could not be started/],
    [
      'older browsers’ OverconstrainedError, which is no Error',
      { error: { name: 'OverconstrainedError', constraint: 'deviceId' } },
      'no-camera',
      /No camera/,
    ],
  ];
  for (const [what, about, code, says] of table) {
    it(what, () => {
      const circumstances = { ...ordinary, ...about };
      const error = captureError(circumstances);
      assert.equal(error.code, code);
      assert.match(error.message, says);
      assert.equal(error.cause, circumstances.error);
    });
  }
});
