/** Who is in the call, and how loud each is. Knows no Call. */

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import crown from 'lucide/dist/esm/icons/crown.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import videoOff from 'lucide/dist/esm/icons/video-off.mjs';
import volume from 'lucide/dist/esm/icons/volume-2.mjs';
import { msg, str } from '../localization/message.ts';
import { avatarTemplate } from './avatar.ts';
import type { Menu } from './bar-actions.ts';
import type { HostActions } from './call-actions.ts';
import { icon } from './icon.ts';
import { personButtonTemplate, personMenuTemplate } from './person-menu.ts';
import type { Tile } from './tiles.ts';

export interface RosterView {
  /** Without the screens. */
  readonly people: readonly Tile[];
  /** By participant id, 0 to 1; 1 where it was never changed. */
  readonly volumes: ReadonlyMap<string, number>;
  readonly onVolume: (participantId: string, volume: number) => void;
  /** For hosts: what they can do with each. */
  readonly host:
    | {
        readonly menu: Menu | undefined;
        readonly actions: HostActions;
        readonly onMenu: (menu: Menu | undefined) => void;
      }
    | undefined;
}

export const rosterTemplate = ({
  people,
  volumes,
  onVolume,
  host,
}: RosterView) => html`<ul class="roster" part="people">
  ${repeat(
    people,
    (person) => person.id,
    (person) => {
      const { participantId, name } = person;
      const menu = host && participantId !== undefined ? { ...host, person } : undefined;
      return html`<li class="person" part="person">
        ${avatarTemplate(name, person.hue)}
        <div class="who">
          <p><bdi>${name}</bdi>${participantId === undefined ? html` <span class="muted-text">(${msg('you')})</span>` : nothing}${person.role === 'host' ? html` <span class="role" role="img" aria-label=${msg('host')} title=${msg('Host')}>${icon(crown)}</span>` : nothing}</p>
          ${person.isConnected ? nothing : html`<p class="muted-text away">${msg('Reconnecting…')}</p>`}
          ${
            participantId === undefined
              ? nothing
              : html`<label class="volume">
                  ${icon(volume)}
                  <input
                    type="range"
                    min="0"
                    max="1"
                    step="0.05"
                    aria-label=${msg(str`Volume of ${name}`)}
                    .value=${String(volumes.get(participantId) ?? 1)}
                    @input=${(event: Event) => onVolume(participantId, Number((event.currentTarget as HTMLInputElement).value))}
                  />
                </label>`
          }
        </div>
        <span class="sources">
          <span role="img" aria-label=${person.isMuted ? msg('microphone off') : msg('microphone on')} ?data-off=${person.isMuted} ?data-speaking=${person.isSpeaking}
            >${icon(person.isMuted ? micOff : mic)}</span
          >
          <span role="img" aria-label=${person.hasPicture ? msg('camera on') : msg('camera off')} ?data-off=${!person.hasPicture}
            >${icon(person.hasPicture ? video : videoOff)}</span
          >
        </span>
        ${menu ? [personButtonTemplate(menu), personMenuTemplate(menu)] : nothing}
      </li>`;
    },
  )}
</ul>`;
