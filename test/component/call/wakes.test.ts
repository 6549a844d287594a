import { expect } from '@open-wc/testing';
import { isPageHidden, pageWakes } from '../../../component/call/wakes.ts';

it('a page wakes with the network, when it is shown again, and when it is looked at', () => {
  const lifetime = new AbortController();
  let woken = 0;
  pageWakes(() => woken++, lifetime.signal);
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(new Event('pageshow'));
  expect(woken).to.equal(2);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(woken).to.equal(isPageHidden() ? 2 : 3);
  lifetime.abort();
  window.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(woken).to.be.at.most(3);
});

it('a page that is hidden does not wake by becoming hidden', () => {
  const lifetime = new AbortController();
  let woken = 0;
  pageWakes(() => woken++, lifetime.signal);
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
  try {
    expect(isPageHidden()).to.equal(true);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(woken).to.equal(0);
  } finally {
    Reflect.deleteProperty(document, 'visibilityState');
    lifetime.abort();
  }
});
