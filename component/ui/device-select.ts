/** The choice of one camera, microphone or speaker. Knows the list it is given, not where devices come from. */

import { css, html, nothing } from 'lit';
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import volume from 'lucide/dist/esm/icons/volume-2.mjs';
import { msg } from '../localization/message.ts';
import { icon } from './icon.ts';

export type DeviceKind = 'camera' | 'microphone' | 'speaker';

export interface DeviceSelectView {
  readonly kind: DeviceKind;
  readonly devices: readonly MediaDeviceInfo[];
  /** Of the device in use. */
  readonly deviceId: string | undefined;
  /** Of the device in use, for while the list has no names yet (no permission). */
  readonly label: string;
  readonly onDevice: (kind: DeviceKind, deviceId: string) => void;
}

const KINDS = { camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' } as const;
const ICONS = { camera: video, microphone: mic, speaker: volume } as const;

/** Of one kind, without those the browser does not tell apart yet. */
export const devicesOf = (kind: DeviceKind, devices: readonly MediaDeviceInfo[]): readonly MediaDeviceInfo[] =>
  devices.filter((device) => device.kind === KINDS[kind] && device.deviceId !== '');

/** Browsers append the vendor's numbers: "HD Webcam (046d:0825)". */
const friendly = (label: string) => label.replace(/\([\da-f]{4}:[\da-f]{4}\)$/i, '').trimEnd();

/** Nothing where there is nothing to choose from. */
export function deviceSelectTemplate({ kind, devices, deviceId, label, onDevice }: DeviceSelectView) {
  const choices = devicesOf(kind, devices);
  if (choices.length === 0 && label === '') return nothing;
  const name = { camera: msg('Camera'), microphone: msg('Microphone'), speaker: msg('Speaker', 'device') }[kind];
  // Without a name of its own a device is told by its number.
  const options = choices.map((device, index) => ({
    id: device.deviceId,
    label: friendly(device.label) || `${name} ${index + 1}`,
  }));
  const chosen = options.find((option) => option.id === deviceId) ?? options[0];
  return html`<label class="device" part="device">
    ${icon(ICONS[kind])}
    <select
      aria-label=${name}
      data-kind=${kind}
      ?disabled=${options.length === 0}
      @change=${(event: Event) => onDevice(kind, (event.currentTarget as HTMLSelectElement).value)}
    >
      ${
        options.length === 0
          ? html`<option selected>${friendly(label)}</option>`
          : options.map(
              (option) =>
                html`<option value=${option.id} .selected=${option.id === chosen?.id}>${option.label}</option>`,
            )
      }
    </select>
    <span class="chevron">${icon(chevronDown)}</span>
  </label>`;
}

export const selectStyles = css`
  .device {
    position: relative;
    display: flex;
    align-items: center;
    flex: 1 1 0;
    min-inline-size: 0;
    font-size: 0.93em;
  }
  .device > .icon,
  .device > .chevron {
    position: absolute;
    pointer-events: none;
    color: var(--_muted-text);
  }
  .device > .icon {
    inset-inline-start: 12px;
  }
  /* A select with appearance base-select cuts long names at its border only: here they fade out before. */
  .device > .chevron {
    inset-inline-end: 1px;
    inset-block: 1px;
    display: grid;
    place-items: center;
    padding-inline: 20px 10px;
    border-radius: 12px;
    background: linear-gradient(to right, transparent, var(--_surface) 18px);
    font-size: 0.85em;
  }
  .device > .chevron:dir(rtl) {
    background: linear-gradient(to left, transparent, var(--_surface) 18px);
  }
  .device select {
    appearance: none;
    inline-size: 100%;
    min-block-size: 44px;
    padding-block: 6px;
    padding-inline: 38px 30px;
    border: 1px solid var(--_edge);
    border-radius: 13px;
    background: var(--_surface);
    text-overflow: ellipsis;
    white-space: nowrap;
    overflow: hidden;
    cursor: pointer;
    transition: border-color 0.15s;
  }
  .device select:hover {
    border-color: var(--_text);
  }
  .device option {
    background: var(--_surface);
    color: var(--_text);
  }
  /* Where the browser lets the opened list be styled; elsewhere it is the system's own. */
  @supports (appearance: base-select) {
    .device select,
    .device select::picker(select) {
      appearance: base-select;
    }
    .device select {
      align-items: center;
    }
    .device select::picker-icon {
      display: none;
    }
    .device select::picker(select) {
      margin-block: 6px;
      padding: 6px;
      border: 1px solid var(--_line);
      border-radius: 14px;
      background: var(--_surface);
      color: var(--_text);
      box-shadow: var(--_shadow);
    }
    .device option {
      padding: 9px 12px;
      border-radius: 9px;
    }
    .device option:hover,
    .device option:focus-visible {
      background: var(--_hover);
      outline: none;
    }
    .device option:checked {
      color: var(--_accent);
      font-weight: 600;
    }
  }
`;
