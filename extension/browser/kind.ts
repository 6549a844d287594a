/** Which kind of browser this is, and what only one kind has. Works in content scripts, too. */
import browser from 'webextension-polyfill';

export const isFirefox = browser.runtime.getURL('').startsWith('moz-extension:');

/** Of the extension's pages, as messages between windows name it. Pages see another one, which changes. */
export const ownOrigin = isFirefox
  ? new URL(browser.runtime.getURL('')).origin
  : `chrome-extension://${browser.runtime.id}`;
