/** Loads the statistics when somebody looks, and ends their questions when nobody does. Draws nothing itself. */
import type { CallStats } from '../call/stats.ts';
import type { StatsPanel } from './stats.ts';
import { addStyles } from './styles.ts';

export interface StatsHost {
  readonly root: Node;
  readonly getStats: () => Promise<CallStats>;
  readonly onChange: () => void;
}

export class StatsLoader {
  readonly #host: StatsHost;
  #isOpen = false;
  #panel: StatsPanel | undefined;

  constructor(host: StatsHost) {
    this.#host = host;
  }

  /** Undefined until loaded. `names` by participant id. */
  template(names: ReadonlyMap<string, string>) {
    return this.#panel?.template(names);
  }

  show(isOpen: boolean): void {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    if (isOpen) this.#load().catch(() => undefined);
    else {
      this.#panel?.close();
      this.#panel = undefined;
    }
  }

  async #load(): Promise<void> {
    const { StatsPanel, statsStyles } = await import('./stats.ts');
    if (!this.#isOpen || this.#panel) return;
    const { root, getStats, onChange } = this.#host;
    addStyles(root, [statsStyles]);
    this.#panel = new StatsPanel(getStats, onChange);
  }
}
