/** The room's written talk: what was said, what is under way, what did not arrive, and a field for more. Knows no Call. */
import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import arrowUp from 'lucide/dist/esm/icons/arrow-up.mjs';
import type { ChatEntry } from '../call/call-state.ts';
import { MAX_CHAT_LENGTH } from '../protocol/limits.ts';
import { hueOf } from './avatar.ts';
import { icon } from './icon.ts';
import { splitLinks } from './links.ts';

export interface ChatView {
  readonly chat: readonly ChatEntry[];
  /** Language tag for the times; empty: the browser's. */
  readonly lang: string;
  readonly onSend: (text: string) => void;
}

const GROUP_MS = 3 * 60_000; // messages of one person within this stand together under one name

export const chatTemplate = ({ chat, lang, onSend }: ChatView) => html`<div class="chat" part="chat">
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
    ${chat.length === 0 ? html`<p class="no-messages muted-text">${msg('No messages yet. What you write here, everybody in the call can read.')}</p>` : nothing}
  </div>
  <form class="composer" part="composer" @submit=${(event: Event) => submit(event, onSend)}>
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
  </form>
</div>`;

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

export const chatStyles = css`
  .chat {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-block-size: 0;
  }
  /* Reversed, so that the browser itself keeps the newest in view. */
  .messages {
    display: flex;
    flex-direction: column-reverse;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 4px 16px 10px;
  }
  .messages:focus-visible {
    outline-offset: -2px;
  }
  .messages ol {
    display: grid;
    gap: 4px;
    inline-size: 100%;
    margin-block-end: auto;
  }
  .no-messages {
    max-inline-size: 28ch;
    margin: auto;
    text-align: center;
    text-wrap: balance;
    font-size: 0.93em;
  }
  .message {
    display: grid;
    justify-items: start;
    gap: 3px;
    min-inline-size: 0;
    animation: appear 0.2s both;
  }
  .message[data-mine] {
    justify-items: end;
  }
  .from {
    display: flex;
    align-items: baseline;
    gap: 8px;
    max-inline-size: 100%;
    padding: 9px 4px 0;
    font-size: 0.85em;
    font-weight: 600;
    color: light-dark(oklch(0.42 0.1 var(--hue)), oklch(0.84 0.07 var(--hue)));
  }
  .from bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .from time {
    color: var(--_muted-text);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .said {
    max-inline-size: 92%;
    padding: 8px 13px;
    border-radius: 16px;
    background: var(--_control);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .message[data-mine] .said {
    background: color-mix(in oklab, var(--_accent) 17%, var(--_surface));
  }
  .message[data-status='sending'] .said {
    opacity: 0.75;
  }
  .said a {
    color: inherit;
    text-decoration-color: var(--_accent);
    text-decoration-thickness: 2px;
    text-underline-offset: 3px;
  }
  .delivery {
    padding-inline: 4px;
    font-size: 0.82em;
  }
  .delivery.failed {
    color: var(--_alarm);
  }
  .delivery button {
    padding: 2px;
    font-weight: 600;
    text-decoration: underline;
  }
  .composer {
    display: flex;
    align-items: end;
    gap: 8px;
    padding: 10px 12px 12px;
  }
  .composer textarea {
    field-sizing: content;
    max-block-size: 140px;
    min-block-size: 44px;
    padding-block: 10px;
    resize: none;
    background: var(--_background);
  }
  .send {
    inline-size: 44px;
    block-size: 44px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .send:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_text) 14%, var(--_accent));
  }
`;
