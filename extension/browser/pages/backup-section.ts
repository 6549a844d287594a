/** Settings as a file, and back to the beginning. */
import { html, nothing } from 'lit';
import { exportText, type Import, parseExport } from '../settings/transfer.ts';
import { settingsStore } from '../settings.ts';
import type { ConfirmDialog } from './confirm-dialog.ts';
import { settingsErrorText } from './error-text.ts';
import { switchField } from './field.ts';
import type { Page } from './page.ts';
import type { Section } from './section.ts';

const FILE_NAME = 'stream-room-settings.json';

export class BackupSection implements Section {
  readonly id = 'backup';
  readonly heading = 'backupSection';
  readonly text = 'backupText';
  readonly #page: Page;
  readonly #dialog: ConfirmDialog;
  #withTokens = false;
  #error: string | undefined;

  constructor(page: Page, dialog: ConfirmDialog) {
    this.#page = page;
    this.#dialog = dialog;
  }

  template() {
    const { words, settings } = this.#page;
    const hasTokens = settings.relays.some(({ token }) => token !== undefined);
    return html`
      <div class="block">
        <div class="button-row">
          <button class="button" type="button" data-action="export" @click=${() => void this.#export()}>${words.say('exportButton')}</button>
          <label class="button file">
            ${words.say('importButton')}
            <input type="file" accept=".json,application/json" data-action="import" @change=${(event: Event) => void this.#import(event.currentTarget as HTMLInputElement)} />
          </label>
        </div>
        ${this.#error ? html`<p class="error" role="alert">${this.#error}</p>` : nothing}
        ${
          hasTokens
            ? switchField({
                page: this.#page,
                id: 'exportTokens',
                label: words.say('exportTokens'),
                hint: words.say('exportTokensHint'),
                plain: true,
                checked: this.#withTokens,
                onChange: (withTokens) => {
                  this.#withTokens = withTokens;
                  this.#page.redraw();
                },
              })
            : nothing
        }
      </div>
      <div class="button-row">
        <button class="button danger" type="button" data-action="reset" @click=${() => void this.#reset()}>${words.say('resetButton')}</button>
      </div>
    `;
  }

  async #export(): Promise<void> {
    const text = exportText(this.#page.settings, await settingsStore.sites(), { withTokens: this.#withTokens });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = FILE_NAME;
    link.click();
    // Some browsers read it only after the click has returned.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    this.#page.tell(this.#page.words.say('exported'));
  }

  async #import(input: HTMLInputElement): Promise<void> {
    const { words } = this.#page;
    const file = input.files?.[0];
    // The same file may be chosen again.
    const text = await file?.text().catch(() => undefined);
    input.value = '';
    this.#error = undefined;
    let content: Import | undefined;
    try {
      if (text === undefined) this.#error = words.say('importUnreadable');
      else content = parseExport(text);
    } catch (error) {
      this.#error = settingsErrorText(error, words);
    }
    this.#page.redraw();
    if (content) await this.#replace(content);
  }

  async #replace({ change, sites, skipped }: Import): Promise<void> {
    const { words } = this.#page;
    const isConfirmed = await this.#dialog.ask({
      title: words.say('importTitle'),
      text: words.say('importText', { relays: change.relays?.length ?? 0, sites: sites.size }),
      detail: skipped.length > 0 ? words.say('importSkipped', { names: skipped.join(', ') }) : undefined,
      confirm: words.say('importConfirm'),
    });
    if (!isConfirmed) return;
    const snapshot = await settingsStore.snapshot();
    try {
      await settingsStore.change(change);
      await settingsStore.forgetSites((await settingsStore.sites()).keys());
      // The list has the one that was changed last first.
      for (const [origin, site] of [...sites].reverse()) await settingsStore.changeSite(origin, site);
      this.#page.tell(words.say('imported'), () => settingsStore.restore(snapshot));
    } catch (error) {
      await settingsStore.restore(snapshot);
      this.#error = settingsErrorText(error, words);
      this.#page.redraw();
    }
  }

  async #reset(): Promise<void> {
    const { words } = this.#page;
    const isConfirmed = await this.#dialog.ask({
      title: words.say('resetTitle'),
      text: words.say('resetText'),
      confirm: words.say('resetConfirm'),
      isDangerous: true,
    });
    if (!isConfirmed) return;
    const snapshot = await settingsStore.snapshot();
    await settingsStore.restore();
    this.#page.tell(words.say('resetDone'), () => settingsStore.restore(snapshot));
  }
}
