/** What happens on a click of the toolbar. */
import browser from 'webextension-polyfill';

browser.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('welcome.html') });
});
