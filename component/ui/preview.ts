/** Oneself before the call: picture, microphone level, switches, devices, and what is wrong with them. Knows no Call. */

import { html, nothing } from 'lit';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import videoOff from 'lucide/dist/esm/icons/video-off.mjs';
import type { LocalSourceState } from '../call/call-state.ts';
import { msg } from '../localization/message.ts';
import type { CallError } from '../support/errors.ts';
import { avatarTemplate, hueOf } from './avatar.ts';
import { type DeviceKind, deviceSelectTemplate } from './device-select.ts';
import { errorText } from './error-text.ts';
import { icon } from './icon.ts';
import { levelMeterTemplate } from './level-meter.ts';
import { playAtOnce, streamOnce } from './local-picture.ts';

export interface PreviewView {
  /** As typed, not yet cleaned. */
  readonly name: string;
  /** Undefined: the page asked for a call without. */
  readonly camera: LocalSourceState | undefined;
  readonly microphone: LocalSourceState | undefined;
  readonly devices: readonly MediaDeviceInfo[];
  readonly onToggle: (kind: 'camera' | 'microphone') => void;
  readonly onDevice: (kind: DeviceKind, deviceId: string) => void;
}

export function previewTemplate(view: PreviewView) {
  const { camera, microphone, name, onToggle } = view;
  return html`<div class="preview-side">
    <div class="preview" part="preview">
      ${pictureTemplate(camera, name)}
      <div class="preview-bar">
        ${microphone ? toggleTemplate('microphone', microphone, onToggle) : nothing}
        ${camera ? toggleTemplate('camera', camera, onToggle) : nothing}
      </div>
      ${microphone?.status === 'on' ? html`<div class="preview-level">${levelMeterTemplate(microphone.level)}</div>` : nothing}
    </div>
    ${alarmsTemplate(view)}
    <div class="devices">${deviceTemplate('camera', camera, view)} ${deviceTemplate('microphone', microphone, view)}</div>
  </div>`;
}

/** Where the device may not be used at all, there is nothing to choose. */
function deviceTemplate(kind: 'camera' | 'microphone', source: LocalSourceState | undefined, view: PreviewView) {
  if (!source || source.error?.code.startsWith('permission-')) return nothing;
  const { devices, onDevice } = view;
  return deviceSelectTemplate({ kind, devices, deviceId: source.deviceId, label: source.label, onDevice });
}

/** What has the same cause is said once. */
function alarmsTemplate({ camera, microphone, onToggle }: PreviewView) {
  const both = camera?.error && camera.error.code === microphone?.error?.code ? camera.error : undefined;
  if (both) return alarmTemplate(both, 'both', () => (['camera', 'microphone'] as const).forEach(onToggle));
  return [
    camera?.error ? alarmTemplate(camera.error, 'camera', () => onToggle('camera')) : nothing,
    microphone?.error ? alarmTemplate(microphone.error, 'microphone', () => onToggle('microphone')) : nothing,
  ];
}

function alarmTemplate(error: CallError, kind: 'camera' | 'microphone' | 'both', onRetry: () => void) {
  const { title, advice } = errorText(error.code, kind);
  return html`<div class="alarm device-alarm" part="device-error" role="alert" data-code=${error.code}>
    ${icon(circleAlert)}
    <p><strong>${title}</strong>${advice}</p>
    <button class="button small" type="button" @click=${onRetry}>${msg('Try again')}</button>
  </div>`;
}

function pictureTemplate(camera: LocalSourceState | undefined, name: string) {
  if (camera?.status === 'on' && camera.stream) {
    return html`<video
      class="mirrored"
      part="self-video"
      tabindex="-1"
      aria-label=${msg('Your camera')}
      .srcObject=${streamOnce(camera.stream)}
      @loadstart=${playAtOnce}
      .muted=${true}
      autoplay
      playsinline
    ></video>`;
  }
  const words =
    camera?.status === 'starting'
      ? msg('Starting the camera…')
      : camera?.error
        ? errorText(camera.error.code).title
        : msg('Your camera is off');
  return html`<div class="no-picture" data-status=${camera?.status ?? 'off'}>
    ${name.trim() === '' ? html`<span class="avatar" .style=${'--hue:168'}>${icon(videoOff)}</span>` : avatarTemplate(name, hueOf(name.trim()))}
    <p role="status">${words}</p>
  </div>`;
}

function toggleTemplate(kind: 'camera' | 'microphone', source: LocalSourceState, onToggle: PreviewView['onToggle']) {
  const isOn = source.status === 'on' || source.status === 'starting';
  const label =
    kind === 'camera'
      ? isOn
        ? msg('Turn camera off')
        : msg('Turn camera on')
      : isOn
        ? msg('Mute microphone')
        : msg('Unmute microphone');
  const drawing = kind === 'camera' ? (isOn ? video : videoOff) : isOn ? mic : micOff;
  return html`<button
    class="control"
    part="control ${kind}-button"
    type="button"
    data-state=${isOn ? 'on' : 'off'}
    aria-label=${label}
    aria-busy=${source.status === 'starting' ? 'true' : 'false'}
    @click=${() => onToggle(kind)}
  >
    ${icon(drawing)}
  </button>`;
}
