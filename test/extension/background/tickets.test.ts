/** Tickets for frames: once, in time, in their tab. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Tickets } from '../../../extension/browser/background/tickets.ts';
import type { Visit } from '../../../extension/browser/messages.ts';

const visit = (tabId: number): Visit => ({
  tabId,
  windowId: 1,
  address: 'https://example.com/',
  title: 'Example',
  panelKeys: '',
});

function create() {
  let now = 0;
  return { tickets: new Tickets(() => now), wait: (ms: number) => (now += ms) };
}

it('a ticket is good once, in the tab it was issued for', () => {
  const { tickets } = create();
  const ticket = tickets.issue(visit(7));
  assert.equal(tickets.use(ticket, 7)?.tabId, 7);
  assert.equal(tickets.use(ticket, 7), undefined);
  const other = tickets.issue(visit(7));
  assert.equal(tickets.use(other, 8), undefined, 'another page shows it');
  assert.equal(tickets.use(other, 7), undefined, 'and it is worth nothing from then on');
  assert.equal(tickets.use(tickets.issue(visit(7)), undefined), undefined);
});

it('a ticket ends after half a minute, and nobody guesses one', () => {
  const { tickets, wait } = create();
  const ticket = tickets.issue(visit(7));
  wait(30_000);
  assert.equal(tickets.use(ticket, 7), undefined);
  assert.equal(tickets.use('00000000-0000-0000-0000-000000000000', 7), undefined);
  assert.equal(new Set(Array.from({ length: 100 }, () => tickets.issue(visit(7)))).size, 100);
});

it('a page that draws many does not fill the memory, and the newest is good', () => {
  const { tickets } = create();
  const first = tickets.issue(visit(7));
  for (let i = 0; i < 1_000; i++) tickets.issue(visit(7));
  assert.equal(tickets.use(first, 7), undefined);
  assert.ok(tickets.use(tickets.issue(visit(7)), 7));
});
