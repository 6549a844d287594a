import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallErrorCode } from '../../../component/support/errors.ts';
import { errorText } from '../../../component/ui/error-text.ts';

/** Typed by code: a new code is a type error here until it is in the list. */
const CODES: Record<CallErrorCode, true> = {
  'insecure-page': true,
  'browser-too-old': true,
  'permission-denied': true,
  'permission-policy': true,
  'permission-system': true,
  'no-camera': true,
  'no-microphone': true,
  'device-busy': true,
  'device-lost': true,
  'screen-unsupported': true,
  'screen-failed': true,
  'bad-relay': true,
  'bad-room': true,
  'relay-unreachable': true,
  refused: true,
  'bad-token': true,
  'no-token': true,
  'not-signed-in': true,
  forbidden: true,
  'room-locked': true,
  'not-admitted': true,
  replaced: true,
  version: true,
  'not-joined': true,
  'request-failed': true,
  'request-timeout': true,
  'encoder-failed': true,
  'decoder-failed': true,
  'media-refused': true,
  'bad-argument': true,
};

describe('errorText', () => {
  for (const code of Object.keys(CODES) as CallErrorCode[]) {
    it(`says of ${code} what is wrong and what to do`, () => {
      const { title, advice } = errorText(code);
      assert.match(title, /\w{3,}/);
      assert.match(advice, /[.]$/, 'a sentence');
      assert.ok(title.length < 60 && advice.length < 140, 'fits into a narrow box');
    });
  }
  it('names the device', () => {
    for (const code of [
      'permission-denied',
      'permission-policy',
      'permission-system',
      'device-busy',
      'device-lost',
    ] as const) {
      assert.match(errorText(code, 'camera').title, /camera/i);
      assert.match(errorText(code, 'microphone').title, /microphone/i);
      assert.match(errorText(code, 'both').title, /camera and .*microphone/i);
    }
  });
  it('tells a refusal by the person, the page and the system apart', () => {
    const advices = (['permission-denied', 'permission-policy', 'permission-system'] as const).map(
      (code) => errorText(code).advice,
    );
    assert.equal(new Set(advices).size, 3);
  });
});
