/**
 * The frame of a floating call. Starts only with a ticket of the background, and takes orders of nobody but the content
 * script that brought the ticket: a page that shows this file by itself sees a sentence.
 */
import browser from 'webextension-polyfill';
import { CallPage } from './call/call-page.ts';
import { FloatSurface } from './call/float-surface.ts';
import { showRefusal } from './call/refusal.ts';
import { PORT_MESSAGE } from './float/float-messages.ts';
import type { TicketAnswer } from './messages.ts';

const ticket = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

// Before anything is waited for: it comes as soon as this file has run.
const port = new Promise<MessagePort>((resolve) => {
  window.addEventListener('message', ({ data, ports }) => {
    const [first] = ports;
    if (first && ticket !== '' && data?.type === PORT_MESSAGE && data.ticket === ticket) resolve(first);
  });
});

void start();

async function start(): Promise<void> {
  const answer = await browser.runtime
    .sendMessage({ type: 'use-ticket', ticket })
    .catch(() => undefined)
    .then((raw) => raw as TicketAnswer | undefined);
  if (!answer?.ok) {
    await showRefusal();
    return;
  }
  const { visit } = answer;
  const surface = new FloatSurface(await port, visit);
  const page = await CallPage.open(surface);
  await surface.show(page);
}
