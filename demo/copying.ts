/** The copy buttons of snippets and link. Knows nothing of what is copied. */
import { announce, find } from './page-parts.ts';

export function enableCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    const code = find(`[data-snippet="${button.dataset['copy']}"]`, HTMLElement);
    const title = button.closest('article')?.querySelector('h3')?.textContent ?? 'The tag';
    button.setAttribute('aria-label', `Copy: ${title}`);
    button.addEventListener('click', () => void copy(code.textContent ?? '', button));
  }
  const link = find('[data-link]', HTMLInputElement);
  const linkButton = find('[data-copy-link]', HTMLButtonElement);
  linkButton.setAttribute('aria-label', 'Copy the link');
  linkButton.addEventListener('click', () => void copy(link.value, linkButton));
}

async function copy(text: string, button: HTMLButtonElement): Promise<void> {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    announce('Copied');
  } catch {
    // Refused, or the page is not secure: select it, so that the keyboard can.
    button.textContent = 'Press Ctrl+C';
    const source = button.parentElement?.querySelector('code, input');
    if (source instanceof HTMLInputElement) source.select();
    else if (source) getSelection()?.selectAllChildren(source);
  }
  setTimeout(() => {
    button.textContent = before;
  }, 2000);
}
