/** The room's written talk: what was said, what is under way, what did not arrive, and a field for more. Knows no Call. */

import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import arrowUp from 'lucide/dist/esm/icons/arrow-up.mjs';
import type { ChatEntry } from '../call/call-state.ts';
import { msg, str } from '../localization/message.ts';
import { MAX_CHAT_LENGTH } from '../protocol/limits.ts';
import { hueOf } from './avatar.ts';
import { icon } from './icon.ts';
import { splitLinks } from './links.ts';

export interface ChatView {
  readonly chat: readonly ChatEntry[];
  /** Language tag for the times; empty: the browser's. */
  readonly lang: string;
  /** False: this person may only read. */
  readonly canWrite: boolean;
  readonly onSend: (text: string) => void;
}

const GROUP_MS = 3 * 60_000; // messages of one person within this stand together under one name

export const chatTemplate = ({ chat, lang, canWrite, onSend }: ChatView) => html`<div class="chat" part="chat">
  <div class="messages" part="messages" tabindex="0" role="log" aria-label=${msg('Messages')} aria-live="polite">
    <ol>
      ${guard([chat, lang], () =>
        repeat(
          chat,
          (entry) => entry.messageId,
          (entry, index) => messageTemplate(entry, chat[index - 1], lang, onSend),
        ),
      )}
    </ol>
    ${chat.length === 0 && canWrite ? html`<p class="no-messages muted-text">${msg('No messages yet. What you write here, everybody in the call can read.')}</p>` : nothing}
  </div>
  ${canWrite ? composerTemplate(onSend) : html`<p class="read-only muted-text">${msg('You can read here, but not write.')}</p>`}
</div>`;

const composerTemplate = (onSend: (text: string) => void) =>
  html`<form class="composer" part="composer" @submit=${(event: Event) => submit(event, onSend)}>
    <textarea
      class="input"
      rows="1"
      dir="auto"
      name="message"
      autocomplete="off"
      enterkeyhint="send"
      maxlength=${MAX_CHAT_LENGTH}
      aria-label=${msg('Message')}
      placeholder=${msg('Write a message')}
      @keydown=${onComposerKey}
    ></textarea>
    <button class="control send" type="submit" aria-label=${msg('Send')}>${icon(arrowUp)}</button>
  </form>`;

function submit(event: Event, onSend: (text: string) => void): void {
  event.preventDefault();
  const field = (event.currentTarget as HTMLFormElement).elements.namedItem('message') as HTMLTextAreaElement;
  const text = field.value.trim();
  if (text === '') return;
  field.value = '';
  onSend(text);
  field.focus();
}

/** Enter sends, Shift+Enter breaks the line; while an input method composes, Enter is its own. */
function onComposerKey(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  (event.currentTarget as HTMLTextAreaElement).form?.requestSubmit();
}

function messageTemplate(
  entry: ChatEntry,
  previous: ChatEntry | undefined,
  lang: string,
  onSend: (text: string) => void,
) {
  const follows =
    previous !== undefined &&
    previous.participantId === entry.participantId &&
    previous.name === entry.name &&
    entry.atMs - previous.atMs < GROUP_MS;
  return html`<li class="message" part="message" data-status=${entry.status} ?data-mine=${entry.mine} ?data-follows=${follows}>
    ${
      follows
        ? html`<span class="hidden">${entry.mine ? msg('You') : entry.name}</span>`
        : html`<p class="from" .style=${`--hue:${hueOf(entry.participantId)}`}>
            <bdi>${entry.mine ? msg('You') : entry.name}</bdi> <time datetime=${new Date(entry.atMs).toISOString()}>${clock(entry.atMs, lang)}</time>
          </p>`
    }
    <p class="said" dir="auto">${splitLinks(entry.text).map((part) =>
      part.href ? html`<a href=${part.href} target="_blank" rel="noopener noreferrer ugc">${part.text}</a>` : part.text,
    )}</p>
    ${entry.status === 'sending' ? html`<p class="delivery muted-text">${msg('Sending…')}</p>` : nothing}
    ${
      entry.status === 'failed'
        ? html`<p class="delivery failed">
            ${msg('Not sent.')}
            <button type="button" aria-label=${msg(str`Send again: ${entry.text}`)} @click=${() => onSend(entry.text)}>${msg('Send again')}</button>
          </p>`
        : nothing
    }
  </li>`;
}

/** A bad language tag is no reason to show no time. */
function clock(atMs: number, lang: string): string {
  const style = { hour: '2-digit', minute: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat(lang || undefined, style).format(atMs);
  } catch {
    return new Intl.DateTimeFormat(undefined, style).format(atMs);
  }
}
