import { expect, fixture, html } from '@open-wc/testing';
import { KeptFocus } from '../../../component/ui/kept-focus.ts';

async function rootWith(content: string): Promise<ShadowRoot> {
  const host = await fixture<HTMLElement>(html`<div></div>`);
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = content;
  return root;
}

async function drawAnew(root: ShadowRoot, content: string, then: () => void = () => {}): Promise<void> {
  const kept = new KeptFocus(() => root);
  kept.hostUpdate();
  root.innerHTML = content;
  kept.hostUpdated();
  then();
  await Promise.resolve();
}

const BAR = '<div class="bar"><button class="control" id="first"></button><button class="control"></button></div>';

describe('KeptFocus', () => {
  it('goes on to what there is to do next, when what had the focus is gone', async () => {
    const root = await rootWith('<button class="join"></button>');
    root.querySelector('button')?.focus();
    await drawAnew(root, BAR);
    expect(root.activeElement?.id).to.equal('first');
  });
  it('leaves the page’s focus alone', async () => {
    const root = await rootWith('<button class="join"></button>');
    await drawAnew(root, BAR);
    expect(root.activeElement).to.equal(null);
  });
  it('gives way to a view that knows better', async () => {
    const root = await rootWith('<button class="join"></button>');
    root.querySelector('button')?.focus();
    await drawAnew(root, `${BAR}<input />`, () => root.querySelector('input')?.focus());
    expect(root.activeElement?.localName).to.equal('input');
  });
});
