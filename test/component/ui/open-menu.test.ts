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
    const menu = new OpenMenu((isByPointer) => heard.push(isByPointer));
    menu.set('more');
    pressOn(page.querySelector('i') as Element);
    pressOn(page.querySelector('button') as Element);
    expect(menu.value).to.equal('more');
    pressOn(page.querySelector('p') as Element);
    expect(menu.value).to.equal(undefined);
    expect(heard).to.deep.equal([false, true]);
  });
  it('listens to the page only while something is open', () => {
    const heard: boolean[] = [];
    const menu = new OpenMenu((isByPointer) => heard.push(isByPointer));
    menu.set('layout');
    menu.set(undefined);
    pressOn(document.body);
    menu.set('layout');
    menu.close();
    pressOn(document.body);
    expect(heard).to.deep.equal([false, false, false]);
  });
});
