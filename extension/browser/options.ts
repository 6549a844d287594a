/** The options page. Only starts what is in pages/. */
import { OptionsView } from './pages/options-view.ts';
import { Page } from './pages/page.ts';

void Page.open('optionsTitle', (page) => {
  const view = new OptionsView(page);
  queueMicrotask(() => void view.start());
  return () => view.template();
});
