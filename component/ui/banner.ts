/** The one thing that matters most now, for as long as it lasts. Knows no Call. */

import { html, nothing } from 'lit';
import loader from 'lucide/dist/esm/icons/loader-circle.mjs';
import monitorUp from 'lucide/dist/esm/icons/monitor-up.mjs';
import volumeX from 'lucide/dist/esm/icons/volume-x.mjs';
import type { CallState } from '../call/call-state.ts';
import { msg } from '../localization/message.ts';
import { icon } from './icon.ts';

export interface BannerView {
  readonly state: CallState;
  readonly onUnblockAudio: () => void;
  readonly onStopScreen: () => void;
}

export function bannerTemplate({ state, onUnblockAudio, onStopScreen }: BannerView) {
  if (state.connection === 'reconnecting') {
    return html`<div class="banner" part="banner" role="status" data-kind="reconnecting">
      <span class="spinning">${icon(loader)}</span>
      <p>${msg('The connection broke. Reconnecting…')}</p>
    </div>`;
  }
  if (state.audioBlocked) {
    return html`<div class="banner" part="banner" role="alert" data-kind="audio-blocked">
      ${icon(volumeX)}
      <p>${msg('The browser holds the sound back.')}</p>
      <button class="button primary small" type="button" @click=${onUnblockAudio}>${msg('Turn sound on')}</button>
    </div>`;
  }
  if (state.screen.status === 'on') {
    return html`<div class="banner" part="banner" role="status" data-kind="sharing">
      ${icon(monitorUp)}
      <p>${msg('You are sharing your screen')}</p>
      <button class="button small" type="button" @click=${onStopScreen}>${msg('Stop')}</button>
    </div>`;
  }
  return nothing;
}
