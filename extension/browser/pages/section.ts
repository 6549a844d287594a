/** A section of the options page: heading at one side, content at the other. Knows nothing of what is in it. */
import { html, type TemplateResult } from 'lit';
import type { WordKey } from '../words.ts';
import type { Page } from './page.ts';

export interface Section {
  readonly id: string;
  readonly heading: WordKey;
  readonly text: WordKey;
  template(): TemplateResult;
}

export function sectionTemplate(page: Page, section: Section) {
  const { words } = page;
  return html`<section class="section" id=${section.id} aria-labelledby="${section.id}-heading">
    <div class="section-head">
      <h2 id="${section.id}-heading" tabindex="-1">${words.say(section.heading)}</h2>
      <p>${words.say(section.text)}</p>
    </div>
    <div class="section-body">${section.template()}</div>
  </section>`;
}
