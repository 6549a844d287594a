import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import { icon } from '../../../component/ui/icon.ts';

describe('icon', () => {
  it('draws real SVG, hidden from those who hear the words', () => {
    const place = document.createElement('div');
    render(html`${icon(mic)}`, place);
    const svg = place.querySelector('svg');
    expect(svg).to.be.instanceOf(SVGSVGElement);
    expect(svg?.getAttribute('aria-hidden')).to.equal('true');
    expect([...(svg?.children ?? [])].map(({ localName }) => localName)).to.deep.equal(mic.map(([tag]) => tag));
  });
  it('is drawn once, and anew only for another icon; the same icon can be in two places', () => {
    const place = document.createElement('div');
    const draw = (nodes: typeof mic) => render(html`<i>${icon(nodes)}</i><b>${icon(nodes)}</b>`, place);
    draw(mic);
    const first = place.querySelector('svg');
    draw(mic);
    expect(place.querySelector('svg')).to.equal(first);
    draw(micOff);
    expect(place.querySelector('svg')).not.to.equal(first);
    expect(place.querySelectorAll('svg')).to.have.length(2);
  });
});
