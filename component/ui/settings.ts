/** Devices and picture quality during the call. Knows the choices it is given, not what they do. */

import { css, html, nothing } from 'lit';
import activity from 'lucide/dist/esm/icons/activity.mjs';
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import gauge from 'lucide/dist/esm/icons/gauge.mjs';
import globe from 'lucide/dist/esm/icons/globe.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import type { LocalSourceState } from '../call/call-state.ts';
import { LANGUAGES, type Language, languageName } from '../localization/languages.ts';
import { msg } from '../localization/message.ts';
import type { VideoQuality } from '../media/messages.ts';
import { type DeviceKind, deviceSelectTemplate } from './device-select.ts';
import { type IconNodes, icon } from './icon.ts';
import { levelMeterTemplate } from './level-meter.ts';

export interface SettingsView {
  readonly camera: LocalSourceState | undefined;
  readonly microphone: LocalSourceState | undefined;
  readonly devices: readonly MediaDeviceInfo[];
  /** Undefined until one was chosen: the system's own. */
  readonly speakerId: string | undefined;
  readonly quality: VideoQuality;
  /** That is shown. */
  readonly language: Language;
  readonly onDevice: (kind: DeviceKind, deviceId: string) => void;
  readonly onQuality: (quality: VideoQuality) => void;
  readonly onLanguage: (language: Language) => void;
  readonly onStats: () => void;
  readonly onClose: () => void;
}

const QUALITIES: readonly VideoQuality[] = ['auto', '360p', '720p', '1080p'];

export function settingsTemplate(view: SettingsView) {
  const { camera, microphone, devices, onDevice, quality } = view;
  const speaker = { kind: 'speaker', devices, deviceId: view.speakerId, label: '', onDevice } as const;
  return html`<div class="menu settings" part="settings" role="dialog" aria-label=${msg('Settings')}>
    <header class="panel-head">
      <h2>${msg('Settings')}</h2>
      <button class="control plain" type="button" aria-label=${msg('Close settings')} @click=${view.onClose}>${icon(x)}</button>
    </header>
    <div class="setting-list">
      ${camera ? deviceSelectTemplate({ kind: 'camera', devices, deviceId: camera.deviceId, label: camera.label, onDevice }) : nothing}
      ${
        microphone
          ? html`${deviceSelectTemplate({ kind: 'microphone', devices, deviceId: microphone.deviceId, label: microphone.label, onDevice })}
            ${microphone.status === 'on' ? html`<p class="hearing muted-text">${msg('We hear you')} ${levelMeterTemplate(microphone.level)}</p>` : nothing}`
          : nothing
      }
      ${deviceSelectTemplate(speaker)}
      ${
        camera
          ? choiceTemplate({
              kind: 'quality',
              nodes: gauge,
              label: msg('Video quality'),
              options: QUALITIES.map((each) => [each, each === 'auto' ? msg('Quality: automatic') : each]),
              chosen: quality,
              onChoice: view.onQuality,
            })
          : nothing
      }
      ${choiceTemplate({
        kind: 'language',
        nodes: globe,
        label: msg('Language'),
        options: LANGUAGES.map((each) => [each, languageName(each)]),
        chosen: view.language,
        onChoice: view.onLanguage,
        isForeign: true,
      })}
      <button class="menu-item" type="button" data-action="stats" @click=${view.onStats}>
        ${icon(activity)}<span>${msg('Statistics')}</span>
      </button>
    </div>
  </div>`;
}

interface Choice<T extends string> {
  readonly kind: string;
  readonly nodes: IconNodes;
  readonly label: string;
  readonly options: readonly (readonly [value: T, words: string])[];
  readonly chosen: T;
  readonly onChoice: (value: T) => void;
  /** The words are in the language that the value names. */
  readonly isForeign?: boolean;
}

const choiceTemplate = <T extends string>({ kind, nodes, label, options, chosen, onChoice, isForeign }: Choice<T>) =>
  html`<label class="device">
    ${icon(nodes)}
    <select
      aria-label=${label}
      data-kind=${kind}
      @change=${(event: Event) => onChoice((event.currentTarget as HTMLSelectElement).value as T)}
    >
      ${options.map(
        ([value, words]) =>
          html`<option value=${value} lang=${isForeign ? value : nothing} .selected=${value === chosen}>${words}</option>`,
      )}
    </select>
    <span class="chevron">${icon(chevronDown)}</span>
  </label>`;

export const settingsStyles = css`
  .settings {
    inset-inline-end: 12px;
    inline-size: min(340px, 100cqi - 16px);
    padding: 0;
  }
  .settings .panel-head {
    padding-block: 8px 0;
    padding-inline: 16px 8px;
  }
  .settings .panel-head h2 {
    padding: 0;
    font-size: 1.05em;
    color: var(--_text);
  }
  .setting-list {
    display: grid;
    gap: 9px;
    padding: 6px 14px 12px;
  }
  .hearing {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-inline: 12px;
    font-size: 0.87em;
    --_meter: var(--_accent);
  }
  .bar[data-width='narrow'] .settings,
  .bar[data-width='middle'] .settings {
    inset-inline: 8px;
    margin-inline: auto;
  }
`;
