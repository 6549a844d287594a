/** Where a click opens the call. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseOpening, type Situation } from '../../../extension/browser/background/opening.ts';

const usual: Situation = {
  address: 'https://example.com/',
  isFirefox: false,
  place: 'auto',
  wantsFloating: false,
  forbids: undefined,
};

describe('a click', () => {
  for (const [about, situation, opening] of [
    ['on a page', {}, { where: 'floating' }],
    ['on a page without https, in Chromium', { address: 'http://example.com/' }, { where: 'floating' }],
    ['where the panel is preferred', { place: 'panel' }, { where: 'panel' }],
    [
      'where the panel is preferred, on the menu of the floating call',
      { place: 'panel', wantsFloating: true },
      { where: 'floating' },
    ],
    ['on a page known to forbid the camera', { forbids: 'camera' }, { where: 'panel', reason: 'camera' }],
    ['on one of the browser’s pages', { address: 'chrome://version' }, { where: 'panel', reason: 'browser' }],
    ['on what the browser keeps to itself', { address: undefined }, { where: 'panel', reason: 'browser' }],
    ['in the shop', { address: 'https://chromewebstore.google.com/detail/x' }, { where: 'panel', reason: 'browser' }],
    [
      'in Firefox’s shop',
      { address: 'https://addons.mozilla.org/de/', isFirefox: true },
      { where: 'panel', reason: 'browser' },
    ],
    ['in Firefox', { isFirefox: true }, { where: 'panel' }],
    ['in Firefox, for a floating call', { isFirefox: true, wantsFloating: true }, { where: 'floating' }],
    ['in Firefox, where floating is preferred', { isFirefox: true, place: 'floating' }, { where: 'floating' }],
    [
      'in Firefox, for a floating call on a page without https',
      { isFirefox: true, wantsFloating: true, address: 'http://example.com/' },
      { where: 'panel', reason: 'insecure' },
    ],
    [
      'in Firefox, for a floating call on this machine',
      { isFirefox: true, wantsFloating: true, address: 'http://localhost:8080/' },
      { where: 'floating' },
    ],
  ] as const) {
    it(`${about}: ${JSON.stringify(opening)}`, () =>
      assert.deepEqual(chooseOpening({ ...usual, ...situation }), opening));
  }
});
