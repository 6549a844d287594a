/** Who meets: everybody on the page, on the site, or in a room with a name. Choices in, choice out; knows no call. */
import { html, nothing } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import { MAX_ROOM_LENGTH } from '../../../component/protocol/limits.ts';
import { icon } from '../../../component/ui/icon.ts';
import type { RoomChoice } from '../settings.ts';
import type { Words } from '../words.ts';

export const CHOOSER_ID = 'rooms';

export interface RoomChooserView {
  readonly words: Words;
  /** Undefined where the room comes from a link. */
  readonly choice: RoomChoice | undefined;
  /** Of the site; undefined where there is no page, and only a name can be chosen. */
  readonly host: string | undefined;
  /** What was entered is no name. */
  readonly isNameWrong: boolean;
  readonly onChoice: (choice: RoomChoice) => void;
}

/**
 * No popover: the browser's top layer is outside of the document, and to an observer of visibility it covers everything
 * that the document has.
 */
export function roomChooserTemplate(view: RoomChooserView) {
  const { words, choice, host, onChoice } = view;
  const option = (each: 'page' | 'site', label: string, hint: string) => {
    const isChosen = choice === each;
    return html`<button
      type="button"
      class="room-option"
      aria-pressed=${isChosen ? 'true' : 'false'}
      @click=${() => onChoice(each)}
    >
      <span><b>${label}</b><small>${hint}</small></span>${isChosen ? icon(check) : nothing}
    </button>`;
  };
  return html`<div class="rooms" id=${CHOOSER_ID} role="group" aria-label=${words.say('roomLegend')}>
    <h2>${words.say('roomLegend')}</h2>
    ${
      host === undefined
        ? nothing
        : html`${option('page', words.say('roomThisPage'), words.say('roomPageHint'))}
          ${option('site', words.say('roomThisSite'), words.say('roomSiteHint', { host }))}`
    }
    ${roomNameTemplate(view)}
  </div>`;
}

/** Also on a card of its own, where there is no page. */
export function roomNameTemplate({ words, choice, isNameWrong, onChoice }: RoomChooserView) {
  const named = typeof choice === 'object' ? choice.named : '';
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('room') as HTMLInputElement;
    onChoice({ named: field.value.trim() });
  };
  return html`<form class="room-name" novalidate @submit=${onSubmit}>
    <label>
      <b>${words.say('roomNameField')}</b>
      <input
        name="room"
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        dir="auto"
        maxlength=${MAX_ROOM_LENGTH}
        .value=${named}
        aria-invalid=${isNameWrong ? 'true' : 'false'}
        aria-describedby="room-name-hint"
      />
    </label>
    <button class="button" type="submit">${words.say('roomGo')}</button>
    <small id="room-name-hint" role=${isNameWrong ? 'alert' : nothing}>${words.say(
      isNameWrong ? 'roomNameEmpty' : 'roomNamedHint',
    )}</small>
  </form>`;
}
