/** A question that is answered before anything happens. Knows nothing of what happens then. */
import { html, nothing } from 'lit';
import type { Page } from './page.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly detail?: string | undefined;
  readonly confirm: string;
  readonly isDangerous?: boolean;
}

export class ConfirmDialog {
  readonly #page: Page;
  #question: Question | undefined;
  #answer: (isConfirmed: boolean) => void = () => {};

  constructor(page: Page) {
    this.#page = page;
  }

  /** Escape, and everything but the button, means no. */
  ask(question: Question): Promise<boolean> {
    this.#answer(false);
    this.#question = question;
    this.#page.redraw();
    // Only now is it in the document, where alone it can open.
    document.querySelector<HTMLDialogElement>('dialog:not([open])')?.showModal();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  template() {
    const question = this.#question;
    if (!question) return nothing;
    const { words } = this.#page;
    const { title, text, detail, confirm, isDangerous = false } = question;
    return html`<dialog
      aria-labelledby="dialog-title"
      aria-describedby="dialog-text"
      @close=${(event: Event) => this.#onClose((event.currentTarget as HTMLDialogElement).returnValue === 'yes')}
    >
      <form class="dialog-content" method="dialog">
        <h2 id="dialog-title">${title}</h2>
        <p id="dialog-text" class="lead">${text}</p>
        ${detail ? html`<p class="note">${detail}</p>` : nothing}
        <div class="button-row">
          <button class="button plain" value="no" data-action="no">${words.say('cancel')}</button>
          <button class="button ${isDangerous ? 'danger' : 'primary'}" value="yes" data-action="yes">${confirm}</button>
        </div>
      </form>
    </dialog>`;
  }

  #onClose(isConfirmed: boolean): void {
    this.#question = undefined;
    this.#answer(isConfirmed);
    this.#page.redraw();
  }
}
