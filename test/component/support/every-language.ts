/** Shows a screen in every language and looks for what is cut off. Knows no screen. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { LANGUAGES } from '../../../component/localization/languages.ts';
import { translations } from '../../../component/localization/translations.ts';
import type { StreamRoom } from '../../../component/stream-room.ts';
import { cutTexts, cutTips } from './cut-text.ts';
import { part, settled } from './open-room.ts';

export const SIZES = [
  [280, 560],
  [320, 200],
  [640, 420],
  [1280, 720],
] as const;

/** What is cut, by language and width; nothing on a good day. */
export async function cutIn(room: StreamRoom, where: string): Promise<readonly string[]> {
  const found: string[] = [];
  await settled(room);
  for (const language of LANGUAGES) {
    room.lang = language;
    // Nothing but words changes, so that what is drawn is all there is to wait for: timers would take most of the time.
    while (!(await room.updateComplete));
    expect(part(room, 'room')?.lang).to.equal(language);
    const box = part(room, 'room') as HTMLElement;
    found.push(...[...cutTexts(room.renderRoot), ...cutTips(box)].map((cut) => `${language}, ${where}: ${cut}`));
  }
  return found;
}

/** All texts are there, and nothing moves where the browser can be told so. */
export async function readyForLanguages(): Promise<void> {
  await Promise.all(LANGUAGES.map((language) => translations.load(language)));
  if (!navigator.userAgent.includes('Firefox')) await emulateMedia({ reducedMotion: 'reduce' });
}
