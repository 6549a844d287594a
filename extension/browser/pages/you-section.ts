/** Name and devices. */
import { html } from 'lit';
import { MAX_NAME_LENGTH } from '../../../component/protocol/limits.ts';
import type { Words } from '../words.ts';
import type { Autosave } from './autosave.ts';
import { CameraPreview } from './camera-preview.ts';
import { type Option, selectField, textField } from './field.ts';
import { GrantStep } from './grant-step.ts';
import type { Page } from './page.ts';
import type { Section } from './section.ts';

const KINDS = { camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' } as const;
type Kind = keyof typeof KINDS;

export class YouSection implements Section {
  readonly id = 'you';
  readonly heading = 'youSection';
  readonly text = 'youText';
  readonly #page: Page;
  readonly #autosave: Autosave;
  readonly #grant: GrantStep;
  readonly #preview: CameraPreview;
  #devices: readonly MediaDeviceInfo[] = [];

  constructor(page: Page, autosave: Autosave) {
    this.#page = page;
    this.#autosave = autosave;
    this.#preview = new CameraPreview(page, () => void this.#look());
    this.#grant = new GrantStep(page, () => void this.#look());
  }

  async start(): Promise<void> {
    await this.#grant.start();
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#look());
    await this.#look();
  }

  template() {
    const { words, settings } = this.#page;
    return html`
      ${textField({
        page: this.#page,
        id: 'displayName',
        label: words.say('displayName'),
        hint: words.say('displayNameHint'),
        autocomplete: 'name',
        maxLength: MAX_NAME_LENGTH,
        value: this.#autosave.text('displayName'),
        error: this.#autosave.error('displayName'),
        onInput: (name) => this.#autosave.type('displayName', name),
        onChange: () => void this.#autosave.flush(),
      })}
      ${
        this.#grant.isDone
          ? html`${this.#preview.template(settings.camera)}
              ${this.#selects()}`
          : html`<p class="empty">${words.say('devicesLocked')}</p>${this.#grant.template()}`
      }
    `;
  }

  #selects() {
    const hasNames = this.#devices.some(({ label }) => label !== '');
    return hasNames
      ? html`<div class="field-pair">${this.#select('camera')} ${this.#select('microphone')} ${this.#select('speaker')}</div>`
      : html`<p class="hint">${this.#page.words.say('devicesAfterPreview')}</p>`;
  }

  #select(kind: Kind) {
    const { words, settings } = this.#page;
    const chosen = settings[kind];
    const options = optionsOf(kind, this.#devices, chosen, words);
    return options.length === 1 && chosen === ''
      ? ''
      : selectField({
          page: this.#page,
          id: kind,
          label: words.say(kind),
          value: chosen,
          options,
          error: this.#autosave.error(kind),
          onChange: (deviceId) => void this.#choose(kind, deviceId),
        });
  }

  async #choose(kind: Kind, deviceId: string): Promise<void> {
    const isSaved = await this.#autosave.choose(kind, deviceId);
    if (isSaved && kind === 'camera' && this.#preview.isOn) await this.#preview.start(deviceId);
  }

  async #look(): Promise<void> {
    this.#devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.#page.redraw();
  }
}

/** Browsers append the vendor's numbers: "HD Webcam (046d:0825)". */
const friendly = (label: string) => label.replace(/\([\da-f]{4}:[\da-f]{4}\)$/i, '').trimEnd();

function optionsOf(kind: Kind, devices: readonly MediaDeviceInfo[], chosen: string, words: Words): readonly Option[] {
  // "default" and "communications" (Chrome) are the system's choice under other names.
  const found = devices.filter(
    (device) => device.kind === KINDS[kind] && !['', 'default', 'communications'].includes(device.deviceId),
  );
  const isGone = chosen !== '' && !found.some(({ deviceId }) => deviceId === chosen);
  return [
    { value: '', label: words.say('deviceDefault') },
    ...found.map(({ deviceId, label }, index) => ({
      value: deviceId,
      label: friendly(label) || words.say('deviceNumber', { kind: words.say(kind), number: index + 1 }),
    })),
    ...(isGone ? [{ value: chosen, label: words.say('deviceGone') }] : []),
  ];
}
