/** What a frame shows that nobody of the extension has opened: a sentence, and nothing to click. */
import { render } from 'lit';
import shieldAlert from 'lucide/dist/esm/icons/shield-alert.mjs';
import { loadWords } from '../words.ts';
import { cardTemplate } from './cards.ts';

export async function showRefusal(): Promise<void> {
  const words = await loadWords('auto');
  document.documentElement.dataset['ready'] = '';
  const texts = [words.say('refusedText')];
  render(cardTemplate({ icon: shieldAlert, title: words.say('refusedTitle'), texts, actions: [] }), document.body);
}
