/** Theme and language. */
import { html } from 'lit';
import browser from 'webextension-polyfill';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES } from '../languages.ts';
import { THEMES } from '../settings/fields.ts';
import type { Settings } from '../settings.ts';
import type { WordKey } from '../words.ts';
import type { Autosave } from './autosave.ts';
import { selectField } from './field.ts';
import type { Page } from './page.ts';
import type { Section } from './section.ts';

const THEME_WORDS: Readonly<Record<Settings['theme'], WordKey>> = {
  auto: 'themeAuto',
  light: 'themeLight',
  dark: 'themeDark',
};

export class LookSection implements Section {
  readonly id = 'look';
  readonly heading = 'lookSection';
  readonly text = 'lookText';
  readonly #page: Page;
  readonly #autosave: Autosave;

  constructor(page: Page, autosave: Autosave) {
    this.#page = page;
    this.#autosave = autosave;
  }

  template() {
    const { words, settings } = this.#page;
    const own = LANGUAGE_NAMES[chooseLanguage('auto', [browser.i18n.getUILanguage(), ...navigator.languages])];
    return html`<div class="field-pair">
      ${selectField({
        page: this.#page,
        id: 'theme',
        label: words.say('theme'),
        value: settings.theme,
        options: THEMES.map((value) => ({ value, label: words.say(THEME_WORDS[value]) })),
        error: this.#autosave.error('theme'),
        onChange: (value) => void this.#autosave.choose('theme', value as Settings['theme']),
      })}
      ${selectField({
        page: this.#page,
        id: 'language',
        label: words.say('language'),
        value: settings.language,
        options: [
          { value: 'auto', label: words.say('languageAuto', { name: own }) },
          ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
        ],
        error: this.#autosave.error('language'),
        onChange: (value) => void this.#autosave.choose('language', value as Settings['language']),
      })}
    </div>`;
  }
}
