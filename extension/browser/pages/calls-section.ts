/** How calls begin, and where they appear. */
import { html } from 'lit';
import { QUALITIES } from '../settings/fields.ts';
import type { Settings } from '../settings.ts';
import type { Autosave } from './autosave.ts';
import { type Option, selectField, switchField } from './field.ts';
import type { Page } from './page.ts';
import type { Section } from './section.ts';
import { isFirefox } from './shortcuts.ts';

export class CallsSection implements Section {
  readonly id = 'calls';
  readonly heading = 'callsSection';
  readonly text = 'callsText';
  readonly #page: Page;
  readonly #autosave: Autosave;

  constructor(page: Page, autosave: Autosave) {
    this.#page = page;
    this.#autosave = autosave;
  }

  template() {
    const { words } = this.#page;
    return html`
      <div>
        ${this.#turn('microphoneOn', words.say('startMicrophone'))} ${this.#turn('cameraOn', words.say('startCamera'))}
      </div>
      <div class="field-pair">
        ${this.#choice('room', words.say('room'), [
          { value: 'page', label: words.say('roomPage') },
          { value: 'site', label: words.say('roomSite') },
        ])}
        ${this.#choice('place', words.say('place'), [
          { value: 'auto', label: words.say(isFirefox ? 'placeAutoFirefox' : 'placeAuto') },
          { value: 'floating', label: words.say('placeFloating') },
          { value: 'panel', label: words.say(isFirefox ? 'placePanelFirefox' : 'placePanel') },
        ])}
        ${this.#choice('layout', words.say('layout'), [
          { value: 'grid', label: words.say('layoutGrid') },
          { value: 'speaker', label: words.say('layoutSpeaker') },
          { value: 'strip', label: words.say('layoutStrip') },
        ])}
        ${this.#choice(
          'quality',
          words.say('quality'),
          QUALITIES.map((value) => ({ value, label: value === 'auto' ? words.say('qualityAuto') : value })),
        )}
      </div>
    `;
  }

  #turn(name: 'microphoneOn' | 'cameraOn', label: string) {
    return switchField({
      page: this.#page,
      id: name,
      label,
      checked: this.#page.settings[name],
      error: this.#autosave.error(name),
      onChange: (isOn) => void this.#autosave.choose(name, isOn),
    });
  }

  #choice<Name extends 'room' | 'place' | 'layout' | 'quality'>(name: Name, label: string, options: readonly Option[]) {
    return selectField({
      page: this.#page,
      id: name,
      label,
      value: this.#page.settings[name],
      options,
      error: this.#autosave.error(name),
      onChange: (value) => void this.#autosave.choose(name, value as Settings[Name]),
    });
  }
}
