import { expect, fixture, html } from '@open-wc/testing';
import { shortcutOf } from '../../../component/ui/shortcuts.ts';

async function read(init: KeyboardEventInit, content = html`<button></button>`) {
  const place = await fixture<HTMLElement>(html`<div>${content}</div>`);
  let shortcut: unknown = 'no key came';
  place.addEventListener('keydown', (event) => {
    shortcut = shortcutOf(event);
  });
  place.firstElementChild?.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, ...init }));
  return shortcut;
}

describe('shortcutOf', () => {
  it('knows m, v, c and Escape, large or small', async () => {
    expect(await read({ key: 'm' })).to.equal('microphone');
    expect(await read({ key: 'V' })).to.equal('camera');
    expect(await read({ key: 'c' })).to.equal('chat');
    expect(await read({ key: 'Escape' })).to.equal('dismiss');
    expect(await read({ key: 'x' })).to.equal(undefined);
  });
  it('leaves letters to whoever types or chooses; Escape is for all', async () => {
    for (const content of [
      html`<input />`,
      html`<textarea></textarea>`,
      html`<select></select>`,
      html`<p contenteditable></p>`,
    ]) {
      expect(await read({ key: 'm' }, content)).to.equal(undefined);
      expect(await read({ key: 'Escape' }, content)).to.equal('dismiss');
    }
    expect(await read({ key: 'm' }, html`<input type="range" />`), 'a slider takes no letters').to.equal('microphone');
  });
  it('leaves the browser its own', async () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'repeat'] as const) {
      expect(await read({ key: 'm', [modifier]: true })).to.equal(undefined);
    }
  });
});
