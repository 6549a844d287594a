/** Somebody in a browser who reads posts, logs in and joins calls, by mouse and keyboard. Knows nothing of PHP. */
import type { Browser, Page } from 'puppeteer-core';
import { insideRoom, openTab, stateOf, until, untilConnected } from '../support/room-page.ts';
import type { WordPress } from './wp-up.ts';

export interface Visitor {
  readonly page: Page;
  close(): Promise<void>;
}

/** With cookies of their own; logged in where a name is given, with the password `<login>-pass`. */
export async function openVisitor(browser: Browser, site: Pick<WordPress, 'url'>, login?: string): Promise<Visitor> {
  const context = await browser.createBrowserContext();
  const page = await openTab(context);
  await page.setViewport({ width: 1200, height: 900 });
  if (login !== undefined) await logIn(page, site, login);
  return { page, close: () => context.close() };
}

async function logIn(page: Page, site: Pick<WordPress, 'url'>, login: string): Promise<void> {
  await page.goto(`${site.url}/wp-login.php`);
  // Its script sets the focus a moment after the page is there.
  await page.waitForFunction(() => document.activeElement?.id === 'user_login');
  await page.type('#user_login', login);
  await page.type('#user_pass', `${login}-pass`);
  await Promise.all([page.waitForNavigation(), page.click('#wp-submit')]);
  if (page.url().includes('wp-login.php')) {
    throw new Error(await page.$eval('#login_error', (note) => note.textContent ?? 'not logged in'));
  }
}

/** In the element of the page: type a name where one is given, and press Join. */
export async function pressJoin(page: Page, name?: string): Promise<void> {
  const field = await insideRoom(page, 'input[name=name]');
  const button = await insideRoom(page, 'button.join');
  await field.scrollIntoView();
  if (name === undefined) {
    // WordPress knows who it is, and is asked as soon as somebody turns to the call.
    await field.hover();
    await until(page, () => document.querySelector('stream-room')?.displayName !== '');
  } else {
    await field.type(name);
  }
  await button.click();
}

/** Waits until this stands somewhere in the element. Asked again and again: what changes in a shadow tells nobody. */
export const untilRoomSays = (page: Page, words: string, timeout = 20_000): Promise<unknown> =>
  page.waitForFunction(
    (wanted) => {
      const texts = (root: ParentNode): string[] =>
        [...root.querySelectorAll('*')].flatMap((element) => [
          element.textContent ?? '',
          ...(element.shadowRoot ? texts(element.shadowRoot) : []),
        ]);
      const room = document.querySelector('stream-room')?.shadowRoot;
      return room ? texts(room).some((text) => text.includes(wanted)) : false;
    },
    { timeout, polling: 100 },
    words,
  );

export interface Present {
  readonly name: string;
  readonly role: string;
}

/** Joins as people do, and says as whom. */
export async function joinCall(page: Page, name?: string): Promise<Present> {
  await pressJoin(page, name);
  await untilConnected(page);
  const { name: ownName, role } = await stateOf(page);
  return { name: ownName, role };
}

/** The part of the page that the plugin has written. */
export const callHtml = (html: string): readonly string[] =>
  [...html.matchAll(/<stream-room[\s>].*?<\/stream-room>/gs)].map(([text]) => text);
