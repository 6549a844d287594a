/** What Firefox asks people about camera and microphone, and how they answer. Knows no extension. */
import { eventually } from '../eventually.ts';
import type { BidiFirefox } from './bidi-firefox.ts';

/** Answers with the first or second button, or closes the question. Gives its words. */
export function answer(firefox: BidiFirefox, how: 'allow' | 'block' | 'escape'): Promise<string> {
  return eventually(
    () =>
      firefox.asFirefox<string>(`(async () => {
        const [question] = PopupNotifications.panel.children;
        if (PopupNotifications.panel.state !== 'open' || !question) throw new Error('Firefox asks nothing.');
        const words = question.querySelector('.popup-notification-description')?.textContent ?? '';
        await new Promise((resolve) => setTimeout(resolve, 700));
        if (${JSON.stringify(how)} === 'escape') PopupNotifications.panel.hidePopup();
        else question[${JSON.stringify(how)} === 'allow' ? 'button' : 'secondaryButton'].click();
        return words;
      })()`),
    15_000,
  );
}

/** What was answered for the site of the tab in front, as by a click on the icon beside the address. */
export async function forgetAnswers(firefox: BidiFirefox): Promise<void> {
  await firefox.asFirefox(`(() => {
    const principal = gBrowser.selectedBrowser.contentPrincipal;
    for (const name of ['camera', 'microphone']) SitePermissions.removeFromPrincipal(principal, name, gBrowser.selectedBrowser);
  })()`);
}
