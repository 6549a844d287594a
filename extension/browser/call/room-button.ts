/** In the bars above a call: what the room is about, how many are there, and the way to another one. Knows no call. */
import { html, nothing } from 'lit';
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import users from 'lucide/dist/esm/icons/users.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Words } from '../words.ts';
import { CHOOSER_ID } from './room-chooser.ts';

export interface RoomButtonView {
  readonly words: Words;
  readonly label: string;
  readonly people: number | undefined;
  /** Lobby and cards have a heading of their own. */
  readonly isHeading: boolean;
  /** No room for a list below. */
  readonly isDisabled: boolean;
  readonly isOpen: boolean;
  readonly onClick: () => void;
}

export function roomButtonTemplate({ words, label, people, isHeading, isDisabled, isOpen, onClick }: RoomButtonView) {
  const title = words.say('barRoom', { room: label });
  return html`${isHeading ? html`<h1 class="hidden">${label}</h1>` : nothing}<button
      type="button"
      class="room-button"
      aria-expanded=${isOpen ? 'true' : 'false'}
      aria-controls=${CHOOSER_ID}
      @click=${onClick}
      aria-label=${title}
      title=${title}
      ?disabled=${isDisabled}
    >
      <bdi>${label}</bdi>${isDisabled ? nothing : icon(chevronDown)}
    </button>
    ${
      people === undefined
        ? nothing
        : html`<span class="people" title=${words.count('peopleHere', people)}
            >${icon(users)}<span aria-hidden="true">${people}</span
            ><span class="hidden">${words.count('peopleHere', people)}</span></span
          >`
    }`;
}
