/** After the call, or instead of it: what happened and what to do now. Knows nothing of the Call. */

import { css, html, nothing } from 'lit';
import doorOpen from 'lucide/dist/esm/icons/door-open.mjs';
import triangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { EndReason } from '../call/call-state.ts';
import { msg } from '../localization/message.ts';
import type { CallError } from '../support/errors.ts';
import { errorText } from './error-text.ts';
import { icon } from './icon.ts';

export interface EndedView {
  /** Which call it was, where that is more than a name for machines. */
  readonly label?: string;
  readonly reason: EndReason;
  readonly error: CallError | undefined;
  /** Goes back into the call. */
  readonly onRejoin: () => void;
  /** Back to the lobby; undefined where there is none. */
  readonly onLobby: (() => void) | undefined;
}

export function endedTemplate({ label = '', reason, error, onRejoin, onLobby }: EndedView) {
  const { title, advice } = words(reason, error);
  const hasFailed = reason !== 'left';
  return html`<section class="ended" part="ended" data-reason=${reason} role=${hasFailed ? 'alert' : 'status'}>
    <span class="ended-mark" data-failed=${hasFailed ? 'yes' : 'no'}>${icon(hasFailed ? triangleAlert : doorOpen)}</span>
    <slot name="ended">
      ${label === '' ? nothing : html`<p class="ended-label"><bdi>${label}</bdi></p>`}
      <h1>${title}</h1>
      <p class="muted-text">${advice}</p>
    </slot>
    <div class="ended-actions">
      ${
        error?.code === 'version'
          ? html`<button class="button primary" type="button" @click=${() => location.reload()}>${msg('Reload the page')}</button>`
          : html`<button class="button primary" part="rejoin-button" type="button" @click=${onRejoin}>${msg('Join again')}</button>`
      }
      ${onLobby ? html`<button class="button" type="button" @click=${onLobby}>${msg('Back to the lobby')}</button>` : nothing}
    </div>
  </section>`;
}

function words(reason: EndReason, error: CallError | undefined) {
  switch (reason) {
    case 'left':
      return { title: msg('You left the call'), advice: msg('Camera and microphone are off.') };
    case 'replaced':
      return errorText('replaced');
    case 'removed':
      return {
        title: msg('You were removed from the call'),
        advice: msg('Ask the person who runs it before you join again.'),
      };
    case 'gave-up':
      return errorText(error?.code ?? 'relay-unreachable');
    case 'refused':
      return errorText(error?.code ?? 'refused');
  }
}

export const endedStyles = css`
  .ended {
    display: grid;
    place-content: safe center;
    place-items: center;
    gap: 10px;
    block-size: 100%;
    padding: 24px;
    overflow: auto;
    text-align: center;
    background: radial-gradient(80cqi 60cqb at 50% 0%, color-mix(in oklab, var(--_accent) 11%, transparent), transparent 75%);
    animation: appear 0.3s both;
  }
  .ended h1 {
    font-size: clamp(1.3rem, 1.1rem + 1cqi, 1.8rem);
  }
  .ended p {
    max-inline-size: 42ch;
    text-wrap: pretty;
  }
  .ended-label {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .ended-mark {
    display: grid;
    place-items: center;
    inline-size: 68px;
    block-size: 68px;
    margin-block-end: 6px;
    border-radius: 24px;
    background: color-mix(in srgb, var(--_accent) 15%, transparent);
    color: var(--_accent);
    font-size: 1.6rem;
  }
  .ended-mark[data-failed='yes'] {
    background: var(--_alarm-surface);
    color: var(--_alarm);
  }
  .ended-actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 10px;
    margin-block-start: 12px;
  }
  @container room (height < 300px) {
    .ended {
      gap: 6px;
      padding: 12px 24px;
    }
    .ended-mark {
      display: none;
    }
  }
`;
