import { expect, fixture, html } from '@open-wc/testing';
import { OpenMenu } from '../../../component/ui/open-menu.ts';

const pressOn = (element: Element) =>
  element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));

describe('OpenMenu', () => {
  it('closes by a press elsewhere, not by one inside or on its button', async () => {
    const page = await fixture<HTMLElement>(
      html`<div><p></p><button data-menu="more"></button><div class="menu"><i></i></div></div>`,
    );
    const heard: boolean[] = [];
    const menu = new OpenMenu(document.body, (isElsewhere) => heard.push(isElsewhere));
    menu.set('more');
    pressOn(page.querySelector('i') as Element);
    pressOn(page.querySelector('button') as Element);
    expect(menu.value).to.equal('more');
    pressOn(page.querySelector('p') as Element);
    expect(menu.value).to.equal(undefined);
    expect(heard).to.deep.equal([false, true]);
  });
  it('closes when the focus goes elsewhere, within its root or out of it, not to its own button', async () => {
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const root = page.attachShadow({ mode: 'open' });
    root.innerHTML = `<button id="before"></button><button data-menu="more" aria-expanded="true"></button>
      <div class="menu"><button id="item"></button></div><button data-menu="other" aria-expanded="false"></button>`;
    const outside = document.createElement('button');
    page.after(outside);
    // As browsers have it: within one root, nobody outside of it hears of it.
    const enter = (element: Element | null, composed: boolean) =>
      element?.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed }));
    const focus = (selector: string) => enter(root.querySelector(selector), false);
    const heard: boolean[] = [];
    const menu = new OpenMenu(root, (isElsewhere) => heard.push(isElsewhere));
    for (const leave of [() => focus('#before'), () => focus('[data-menu=other]'), () => enter(outside, true)]) {
      menu.set('more');
      focus('#item');
      focus('[data-menu=more]');
      expect(menu.value).to.equal('more');
      leave();
      expect(menu.value).to.equal(undefined);
    }
    expect(heard).to.deep.equal([false, true, false, true, false, true]);
    outside.remove();
  });
  it('listens to the page only while something is open', () => {
    const heard: boolean[] = [];
    const menu = new OpenMenu(document.body, (isElsewhere) => heard.push(isElsewhere));
    menu.set('layout');
    menu.set(undefined);
    pressOn(document.body);
    menu.set('layout');
    menu.close();
    pressOn(document.body);
    expect(heard).to.deep.equal([false, false, false]);
  });
});
