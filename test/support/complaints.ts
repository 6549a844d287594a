/** What a browser has to complain of in a page: exceptions, errors in its console, broken policies. */
import type { ConsoleMessage, Page } from 'puppeteer-core';

/** Grows as they come. @param isExpected of an error in the console: it does not count */
export function complaintsOf(page: Page, isExpected: (message: ConsoleMessage) => boolean): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message)) complaints.push(message.text());
  });
  return complaints;
}

/** Sites of tests have no icon. */
export const isAboutIcon = (message: ConsoleMessage): boolean =>
  message.location().url?.endsWith('/favicon.ico') ?? false;
