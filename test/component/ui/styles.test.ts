import { expect, fixture, html } from '@open-wc/testing';
import { css } from 'lit';
import { addStyles } from '../../../component/ui/styles.ts';

describe('addStyles', () => {
  it('adds to what is there, once', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<p></p>';
    const red = css`p { color: rgb(255, 0, 0); }`;
    addStyles(root, [css`p { margin: 3px; }`]);
    addStyles(root, [red]);
    addStyles(root, [red]);
    expect(root.adoptedStyleSheets).to.have.length(2);
    const style = getComputedStyle(root.querySelector('p') as Element);
    expect([style.color, style.marginTop]).to.deep.equal(['rgb(255, 0, 0)', '3px']);
  });
});
