/**
 * Before the call: one sees oneself, gives a name and joins. Kept lean, since it loads first. Knows nothing of the Call:
 * values in, callbacks out.
 */

import { html, nothing } from 'lit';
import arrowRight from 'lucide/dist/esm/icons/arrow-right.mjs';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import loader from 'lucide/dist/esm/icons/loader-circle.mjs';
import { msg } from '../localization/message.ts';
import { MAX_NAME_LENGTH } from '../protocol/limits.ts';
import type { CallError } from '../support/errors.ts';
import { errorText } from './error-text.ts';
import { icon } from './icon.ts';
import { type PreviewView, previewTemplate } from './preview.ts';

export interface LobbyView extends PreviewView {
  readonly room: string;
  readonly isJoining: boolean;
  /** Why joining failed, or would. */
  readonly error: CallError | undefined;
  /** Joining was tried without a name. */
  readonly isNameMissing: boolean;
  readonly onName: (name: string) => void;
  readonly onJoin: () => void;
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
        <button class="button primary join" part="join-button" type="submit" aria-disabled=${view.isJoining ? 'true' : nothing}>
          ${
            view.isJoining
              ? html`<span class="spinning">${icon(loader)}</span>${msg('Joining…')}`
              : html`${msg('Join the call')}<span class="forward">${icon(arrowRight)}</span>`
          }
        </button>
        <slot name="lobby-footer"></slot>
      </form>
    </div>
  </section>`;
}

function joinErrorTemplate(error: CallError) {
  const { title, advice } = errorText(error.code);
  return html`<div class="alarm" part="error" role="alert" data-code=${error.code}>
    ${icon(circleAlert)}
    <p><strong>${title}</strong>${advice}</p>
  </div>`;
}
