/** One picture with its name and marks. Knows its tile and its box, nothing of the stage around it. */

import { html, nothing } from 'lit';
import crown from 'lucide/dist/esm/icons/crown.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import monitorUp from 'lucide/dist/esm/icons/monitor-up.mjs';
import pin from 'lucide/dist/esm/icons/pin.mjs';
import pinOff from 'lucide/dist/esm/icons/pin-off.mjs';
import signal from 'lucide/dist/esm/icons/signal.mjs';
import wifiOff from 'lucide/dist/esm/icons/wifi-off.mjs';
import { msg, str } from '../localization/message.ts';
import type { Placed } from './arrangement.ts';
import { avatarTemplate } from './avatar.ts';
import { icon } from './icon.ts';
import { playAtOnce, streamOnce } from './local-picture.ts';
import type { Tile } from './tiles.ts';

export interface TileView {
  readonly tile: Tile;
  readonly box: Placed;
  /** Of the remote picture. */
  readonly canvas: HTMLCanvasElement | undefined;
  readonly isPinned: boolean;
  /** Undefined where pinning makes no sense. */
  readonly onPin: (() => void) | undefined;
}

export function tileTemplate({ tile, box, canvas, isPinned, onPin }: TileView) {
  const { kind, name, participantId } = tile;
  const shownName = kind === 'self' ? msg('You') : kind === 'screen' ? msg(str`${name}’s screen`) : name;
  const isHost = tile.role === 'host' && kind !== 'screen';
  const marks = [
    isHost ? msg('host') : '',
    tile.isMuted ? msg('microphone off') : '',
    kind !== 'screen' && !tile.hasPicture ? msg('camera off') : '',
    tile.isConnected ? '' : msg('connection lost'),
  ].filter((mark) => mark !== '');
  const weakness = tile.isStalled ? msg('The picture is delayed') : tile.isWeak ? msg('Connection: poor') : '';
  return html`<article
    class="tile"
    part="tile ${kind === 'self' ? 'self-view' : kind}"
    data-participant-id=${participantId ?? nothing}
    data-source=${kind === 'screen' ? 'screen' : 'camera'}
    data-place=${box.place}
    ?data-self=${kind === 'self'}
    ?data-speaking=${tile.isSpeaking}
    ?data-lost=${!tile.isConnected}
    aria-label=${marks.length > 0 ? `${shownName}, ${marks.join(', ')}` : shownName}
    .style=${`inset-inline-start:${box.x}px;inset-block-start:${box.y}px;inline-size:${box.width}px;block-size:${box.height}px;--hue:${tile.hue}`}
  >
    ${tile.hasPicture ? nothing : avatarTemplate(name, tile.hue)}
    ${canvas ? html`<div class="picture" ?hidden=${!tile.hasPicture}>${canvas}</div>` : nothing}
    ${
      tile.stream
        ? html`<div class="picture"><video class="mirrored" part="self-video" tabindex="-1" .srcObject=${streamOnce(tile.stream)} @loadstart=${playAtOnce} .muted=${true} autoplay playsinline aria-hidden="true"></video></div>`
        : nothing
    }
    ${tile.isConnected ? nothing : html`<div class="lost" part="connection-lost">${icon(wifiOff)}<span>${msg('Reconnecting…')}</span></div>`}
    <footer class="nameplate" part="name">
      ${kind === 'screen' ? icon(monitorUp) : nothing}
      ${tile.isMuted ? html`<span class="mark" part="muted">${icon(micOff)}</span>` : nothing}
      ${isHost ? html`<span class="mark" part="host" title=${msg('Host')}>${icon(crown)}</span>` : nothing}
      <bdi>${shownName}</bdi>
      ${weakness === '' ? nothing : html`<span class="mark" part="quality" role="img" aria-label=${weakness} title=${weakness}>${icon(signal)}</span>`}
    </footer>
    ${
      onPin
        ? html`<button
            class="control pin"
            part="pin-button"
            type="button"
            aria-pressed=${isPinned ? 'true' : 'false'}
            aria-label=${isPinned ? msg(str`Unpin ${shownName}`) : msg(str`Show ${shownName} large`)}
            @click=${onPin}
          >
            ${icon(isPinned ? pinOff : pin)}
          </button>`
        : nothing
    }
  </article>`;
}
