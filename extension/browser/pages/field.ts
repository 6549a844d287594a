/** Fields of a form: label, hint, error and the mark that it was saved, tied together for screen readers. Knows no setting. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import check from 'lucide/dist/esm/icons/check.mjs';
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Page } from './page.ts';

export interface FieldView {
  readonly page: Page;
  /** Of the element, and of the mark that it was saved. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

export interface TextView extends FieldView {
  readonly value: string;
  readonly type?: 'text' | 'url' | 'search';
  readonly placeholder?: string;
  readonly autocomplete?: 'name' | 'off';
  readonly maxLength?: number;
  readonly onInput: (value: string) => void;
  /** When the field is left, or Enter pressed. */
  readonly onChange?: (value: string) => void;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

const textOf = (event: Event) => (event.currentTarget as HTMLInputElement).value;

const describedBy = ({ id, hint, error }: FieldView) =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || nothing;

export function savedMark(page: Page, id: string) {
  // There before it has words, so that screen readers read them when they come.
  return html`<span class="saved" role="status" ?data-shown=${page.saved.has(id)}>${
    page.saved.has(id) ? html`${icon(check)}${page.words.say('saved')}` : nothing
  }</span>`;
}

const surround = (view: FieldView, control: TemplateResult) => html`<div class="field">
  <div class="label-row"><label for=${view.id}>${view.label}</label>${savedMark(view.page, view.id)}</div>
  ${control}
  ${view.error ? html`<p class="error" id="${view.id}-error" role="alert">${view.error}</p>` : nothing}
  ${view.hint ? html`<p class="hint" id="${view.id}-hint">${view.hint}</p>` : nothing}
</div>`;

export function textField(view: TextView) {
  const { id, value, type = 'text', placeholder, autocomplete = 'off', maxLength, error, onInput, onChange } = view;
  return surround(
    view,
    html`<input
      id=${id}
      type=${type === 'url' ? 'text' : type}
      inputmode=${type === 'url' ? 'url' : nothing}
      dir=${type === 'url' ? 'ltr' : 'auto'}
      autocapitalize=${type === 'url' ? 'off' : nothing}
      spellcheck="false"
      autocomplete=${autocomplete}
      placeholder=${placeholder ?? nothing}
      maxlength=${maxLength ?? nothing}
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${describedBy(view)}
      .value=${live(value)}
      @input=${(event: Event) => onInput(textOf(event))}
      @change=${(event: Event) => onChange?.(textOf(event))}
    />`,
  );
}

export function areaField(view: TextView) {
  const { id, value, error, onInput, onChange } = view;
  return surround(
    view,
    html`<textarea
      id=${id}
      rows="3"
      dir="ltr"
      spellcheck="false"
      autocapitalize="off"
      autocomplete="off"
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${describedBy(view)}
      .value=${live(value)}
      @input=${(event: Event) => onInput(textOf(event))}
      @change=${(event: Event) => onChange?.(textOf(event))}
    ></textarea>`,
  );
}

export function selectField(
  view: FieldView & {
    readonly value: string;
    readonly options: readonly Option[];
    readonly onChange: (value: string) => void;
  },
) {
  const { id, value, options, onChange } = view;
  return surround(
    view,
    html`<span class="select">
      <select id=${id} aria-describedby=${describedBy(view)} @change=${(event: Event) => onChange(textOf(event))}>
        ${options.map((each) => html`<option value=${each.value} .selected=${live(each.value === value)}>${each.label}</option>`)}
      </select>
      ${icon(chevronDown)}
    </span>`,
  );
}

/** A checkbox; drawn as a switch where it takes effect at once. */
export function switchField(
  view: FieldView & {
    readonly checked: boolean;
    readonly plain?: boolean;
    readonly onChange: (checked: boolean) => void;
  },
) {
  const { page, id, label, hint, checked, plain = false, onChange } = view;
  return html`<div class="field">
    <div class="switch-row">
      <input
        id=${id}
        type="checkbox"
        role=${plain ? nothing : 'switch'}
        class=${plain ? 'box' : 'switch'}
        aria-describedby=${describedBy(view)}
        .checked=${live(checked)}
        @change=${(event: Event) => onChange((event.currentTarget as HTMLInputElement).checked)}
      />
      <label for=${id}>${label}</label>${savedMark(page, id)}
    </div>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
  </div>`;
}
