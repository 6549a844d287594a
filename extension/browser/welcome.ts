/** The welcome page; at `#grant`, only the question for camera and microphone. Only starts what is in pages/. */
import { GrantView } from './pages/grant-view.ts';
import { Page } from './pages/page.ts';
import { WelcomeView } from './pages/welcome-view.ts';

void Page.open('welcomeTitle', (page) => {
  const view = location.hash === '#grant' ? new GrantView(page) : new WelcomeView(page);
  // Drawn first: what is asked next may take until somebody answers.
  queueMicrotask(() => void view.start());
  return () => view.template();
});
// The same tab may be used again for the other.
addEventListener('hashchange', () => location.reload());
