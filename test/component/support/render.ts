/** A view on the page, without an element around it, with a log of what it calls. */
import { html, render } from 'lit';

export function renderView(template: unknown): HTMLElement {
  const container = document.createElement('div');
  document.body.append(container);
  render(html`${template}`, container);
  return container;
}

/** Callbacks by name, that only write down their calls. */
export function recorder<Name extends string>(...names: readonly Name[]) {
  const log: (readonly unknown[])[] = [];
  const callbacks = Object.fromEntries(
    names.map((name) => [name, (...args: unknown[]) => log.push([name, ...args])]),
  ) as unknown as Record<Name, (...args: unknown[]) => void>;
  return { log, callbacks };
}

export const partIn = <T extends HTMLElement = HTMLElement>(container: ParentNode, name: string): T | null =>
  container.querySelector<T>(`[part~="${name}"]`);

export function choose(select: HTMLSelectElement | null, value: string): void {
  if (!select) throw new Error('There is nothing to choose from.');
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}
