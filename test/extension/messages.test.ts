/** What content scripts, pages and frames may ask of each other: nothing that is not on the list gets through. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readFloatNews, readFloatRequest } from '../../extension/browser/float/float-messages.ts';
import { readRequest } from '../../extension/browser/messages.ts';

const ticket = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('requests', () => {
  for (const request of [
    { type: 'issue-ticket' },
    { type: 'fall-back', reason: 'camera', opensPanel: true },
    { type: 'use-ticket', ticket },
    { type: 'tell-people', people: 3 },
    { type: 'tell-people', people: undefined },
    { type: 'tell-people', people: 3, tabId: 7 },
    { type: 'float', tabId: 7 },
    { type: 'open-page', name: 'options.html' },
  ]) {
    it(`${JSON.stringify(request)} is one, without what else is in it`, () =>
      assert.deepEqual(readRequest({ ...request, extra: 'x' }), request));
  }

  for (const raw of [
    undefined,
    null,
    'issue-ticket',
    7,
    [],
    {},
    { type: 'constructor' },
    { type: '__proto__' },
    { type: 'fall-back', reason: 'because', opensPanel: true },
    { type: 'fall-back', reason: 'camera', opensPanel: 1 },
    { type: 'use-ticket', ticket: `${ticket}x` },
    { type: 'use-ticket', ticket: 5 },
    { type: 'tell-people', people: -1 },
    { type: 'tell-people', people: 1.5 },
    { type: 'tell-people', people: 99_999 },
    { type: 'tell-people', people: 1, tabId: '7' },
    { type: 'float', tabId: Number.NaN },
    { type: 'open-page', name: 'https://evil.example' },
    { type: 'open-page', name: '../x.html' },
  ]) {
    it(`${JSON.stringify(raw)} is none`, () => assert.equal(readRequest(raw), undefined));
  }
});

describe('what frame and content script say to each other', () => {
  it('is read as it was said', () => {
    const drag = { type: 'drag', handle: 'north-west', phase: 'move', x: -3.5, y: 4 };
    assert.deepEqual(readFloatRequest(drag), drag);
    assert.deepEqual(readFloatRequest({ type: 'hello', html: '<b>' }), { type: 'hello' });
    const layout = {
      type: 'layout',
      position: { x: 0, y: 1 },
      size: { width: 1, height: 2 },
      collapsed: false,
      isChosen: true,
    };
    assert.deepEqual(readFloatNews(layout), layout);
    assert.deepEqual(readFloatNews({ type: 'address', address: 'https://a.example/', title: 'A' })?.type, 'address');
  });

  for (const raw of [
    { type: 'drag', handle: 'up', phase: 'move', x: 0, y: 0 },
    { type: 'drag', handle: 'move', phase: 'later', x: 0, y: 0 },
    { type: 'drag', handle: 'move', phase: 'move', x: Number.POSITIVE_INFINITY, y: 0 },
    { type: 'drag', handle: 'move', phase: 'move', x: '1', y: 0 },
    { type: 'nudge', handle: 'north-west', x: 0, y: 0 },
    { type: 'collapse', collapsed: 'yes' },
    { type: 'layout', position: null, size: {}, collapsed: true, isChosen: true },
    { type: 'address', address: 'x'.repeat(100_001), title: '' },
  ]) {
    it(`${JSON.stringify(raw).slice(0, 70)} is nothing`, () => {
      assert.equal(readFloatRequest(raw), undefined);
      assert.equal(readFloatNews(raw), undefined);
    });
  }
});

it('nothing that a page could send throws anywhere', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (raw) => {
      readRequest(raw);
      readFloatRequest(raw);
      readFloatNews(raw);
    }),
  );
});
