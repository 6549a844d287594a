import { expect, fixture, html } from '@open-wc/testing';
import { cutTexts } from './support/cut-text.ts';
import { cutIn, readyForLanguages, SIZES } from './support/every-language.ts';
import { SCENES } from './support/scenes.ts';

describe('the search for what is cut', () => {
  it('finds it', async () => {
    const page = await fixture<HTMLElement>(html`<div style="inline-size: 100px; font: 16px monospace">
      <p style="overflow: hidden; white-space: nowrap">A sentence with no end</p>
      <button style="inline-size: 40px; white-space: nowrap">Too long a word</button>
      <div style="block-size: 20px; overflow: hidden">One line, and another one, and one more</div>
      <div style="inline-size: 100px; overflow: auto"><p style="inline-size: 300px">aside</p></div>
      <input placeholder="A rather long example" style="inline-size: 60px" />
      <div style="block-size: 20px; overflow: auto">What can be scrolled to is not cut off</div>
      <bdi style="display: block; overflow: hidden; white-space: nowrap">Somebody’s very long name</bdi>
    </div>`);
    const found = cutTexts(page).join('\n');
    for (const cut of ['A sentence', 'Too long', 'One line', 'sideways', 'A rather long'])
      expect(found).to.contain(cut);
    for (const fine of ['scrolled to is', 'Somebody']) expect(found).not.to.contain(fine);
  });
});

describe('in every language nothing is cut off', () => {
  before(readyForLanguages);

  for (const [name, open] of Object.entries(SCENES)) {
    it(name, async function () {
      this.timeout(20_000);
      const found: string[] = [];
      for (const size of SIZES) {
        const { room } = await open({ size });
        found.push(...(await cutIn(room, `${size[0]} px`)));
        room.remove();
      }
      expect(found.join('\n')).to.equal('');
    });
  }
});
