/**
 * Before the call: one sees oneself, chooses devices and a name, and joins. Kept lean, since it loads first. Knows nothing
 * of the Call: values in, callbacks out.
 */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import arrowRight from 'lucide/dist/esm/icons/arrow-right.mjs';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import loader from 'lucide/dist/esm/icons/loader-circle.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import videoOff from 'lucide/dist/esm/icons/video-off.mjs';
import type { LocalSourceState } from '../call/call-state.ts';
import { MAX_NAME_LENGTH } from '../protocol/limits.ts';
import type { CallError } from '../support/errors.ts';
import { avatarTemplate, hueOf } from './avatar.ts';
import { type DeviceKind, deviceSelectTemplate } from './device-select.ts';
import { errorText } from './error-text.ts';
import { icon } from './icon.ts';
import { levelMeterTemplate } from './level-meter.ts';

export interface LobbyView {
  readonly room: string;
  /** As typed, not yet cleaned. */
  readonly name: string;
  /** Undefined: the page asked for a call without. */
  readonly camera: LocalSourceState | undefined;
  readonly microphone: LocalSourceState | undefined;
  readonly devices: readonly MediaDeviceInfo[];
  readonly joining: boolean;
  /** Why joining failed. */
  readonly error: CallError | undefined;
  /** Joining was tried without a name. */
  readonly isNameMissing: boolean;
  readonly onName: (name: string) => void;
  readonly onJoin: () => void;
  readonly onToggle: (kind: 'camera' | 'microphone') => void;
  readonly onDevice: (kind: DeviceKind, deviceId: string) => void;
}

export function lobbyTemplate(view: LobbyView) {
  const { camera, microphone } = view;
  return html`<section class="lobby" part="lobby" aria-label=${msg('Lobby')}>
    <div class="lobby-box" data-preview=${camera || microphone ? 'yes' : 'no'}>
      ${camera || microphone ? previewTemplate(view) : nothing}
      <form
        class="entrance"
        part="entrance"
        novalidate
        @submit=${(event: Event) => {
          event.preventDefault();
          view.onJoin();
        }}
      >
        <slot name="lobby-header">
          <header class="welcome">
            <h1>${msg('Ready when you are')}</h1>
            <p class="muted-text">${view.room === '' ? nothing : html`${msg('You are joining')} <bdi><b>${view.room}</b></bdi>`}</p>
          </header>
        </slot>
        ${view.error ? joinErrorTemplate(view.error) : nothing}
        <label class="field">
          <span class="label">${msg('Your name')}</span>
          <input
            class="input"
            part="name-field"
            name="name"
            type="text"
            autocomplete="name"
            enterkeyhint="go"
            dir="auto"
            maxlength=${MAX_NAME_LENGTH}
            placeholder=${msg('How others see you')}
            .value=${view.name}
            aria-invalid=${view.isNameMissing ? 'true' : 'false'}
            aria-describedby="name-hint"
            @input=${(event: Event) => view.onName((event.currentTarget as HTMLInputElement).value)}
          />
          <span class="hint" id="name-hint" role="alert"
            >${view.isNameMissing ? msg('Enter your name, so that the others know who comes in.') : nothing}</span
          >
        </label>
        <button class="button primary join" part="join-button" type="submit" ?disabled=${view.joining}>
          ${
            view.joining
              ? html`<span class="spinning">${icon(loader)}</span>${msg('Joining…')}`
              : html`${msg('Join the call')}<span class="forward">${icon(arrowRight)}</span>`
          }
        </button>
        <slot name="lobby-footer"></slot>
      </form>
    </div>
  </section>`;
}

function previewTemplate({ camera, microphone, name, devices, onToggle, onDevice }: LobbyView) {
  return html`<div class="preview-side">
    <div class="preview" part="preview">
      ${pictureTemplate(camera, name)}
      <div class="preview-bar">
        ${microphone ? toggleTemplate('microphone', microphone, onToggle) : nothing}
        ${camera ? toggleTemplate('camera', camera, onToggle) : nothing}
      </div>
      ${microphone?.status === 'on' ? html`<div class="preview-level">${levelMeterTemplate(microphone.level)}</div>` : nothing}
    </div>
    ${[[camera, 'camera'] as const, [microphone, 'microphone'] as const].map(([source, kind]) =>
      source?.error ? deviceErrorTemplate(source.error, kind, onToggle) : nothing,
    )}
    <div class="devices">
      ${camera ? deviceSelectTemplate({ kind: 'camera', devices, deviceId: camera.deviceId, label: camera.label, onDevice }) : nothing}
      ${
        microphone
          ? deviceSelectTemplate({
              kind: 'microphone',
              devices,
              deviceId: microphone.deviceId,
              label: microphone.label,
              onDevice,
            })
          : nothing
      }
    </div>
  </div>`;
}

function pictureTemplate(camera: LocalSourceState | undefined, name: string) {
  if (camera?.status === 'on' && camera.stream) {
    return html`<video
      class="mirrored"
      part="self-video"
      aria-label=${msg('Your camera')}
      .srcObject=${camera.stream}
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

function toggleTemplate(kind: 'camera' | 'microphone', source: LocalSourceState, onToggle: LobbyView['onToggle']) {
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

function deviceErrorTemplate(
  error: CallError,
  kind: 'camera' | 'microphone',
  onToggle: (kind: 'camera' | 'microphone') => void,
) {
  const { title, advice } = errorText(error.code, kind);
  return html`<div class="alarm device-alarm" part="device-error" role="alert">
    ${icon(circleAlert)}
    <p><strong>${title}</strong>${advice}</p>
    <button class="button small" type="button" @click=${() => onToggle(kind)}>${msg('Try again')}</button>
  </div>`;
}

function joinErrorTemplate(error: CallError) {
  const { title, advice } = errorText(error.code);
  return html`<div class="alarm" part="error" role="alert" data-code=${error.code}>
    ${icon(circleAlert)}
    <p><strong>${title}</strong>${advice}</p>
  </div>`;
}

/** The page's own joining, without a stop in the lobby. */
export const joiningTemplate = (room: string) =>
  html`<section class="waiting" part="joining" role="status">
    <span class="spinning">${icon(loader)}</span>
    <p>${room === '' ? msg('Joining…') : msg(str`Joining ${room}…`)}</p>
  </section>`;
