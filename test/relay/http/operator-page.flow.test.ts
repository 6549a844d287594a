/** The operator's page in a real browser, under the relay's own policy. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../../support/browser.ts';
import { complaintsOf } from '../../support/complaints.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { startRelay } from '../../support/relay.ts';
import { read } from '../../support/source-files.ts';

const metricsToken = 'only-for-the-operator';
/** ms; figures come every two seconds, on a loaded machine later. */
const PATIENCE = { timeout: 30_000 };

let browser: Browser;
before(async () => {
  browser = await openBrowser('chromium');
});
after(() => browser.close());

async function openPage(url: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints = complaintsOf(page, (message) => message.text().includes('401'));
  await page.goto(url);
  return { page, complaints };
}

const untilSaid = (page: Page, text: string) =>
  page.waitForFunction((wanted) => document.getElementById('state')?.textContent === wanted, PATIENCE, text);

it('asks for the token, refuses a wrong one, and then shows a call as charts and as a table', async (t) => {
  const relay = await startRelay(t, { metricsToken });
  await ProtocolClient.join(relay.socketUrl, { name: 'Ada' });
  const { page, complaints } = await openPage(`${relay.url}admin`);
  await untilSaid(page, 'The figures need the relay’s token.');
  await page.type('#token', 'not-the-token');
  await page.keyboard.press('Enter');
  await untilSaid(page, 'This is not the token.');
  await page.type('#token', metricsToken);
  await page.keyboard.press('Enter');
  await untilSaid(page, 'Only relay');
  const tile = await page.$eval('#tiles p', (element) => element.textContent);
  assert.equal(tile, 'Connections1');
  const labels = await page.$$eval('figure > svg', (charts) => charts.map((chart) => chart.getAttribute('aria-label')));
  assert.equal(labels.length, 7);
  assert.ok(labels.includes('Rooms and participants: Rooms 1, Participants 1'), labels.join('; '));
  assert.ok(await page.$$eval('figure:first-of-type path', (paths) => paths.length > 0));
  await page.click('summary');
  assert.ok((await page.$$eval('#rows tr', (rows) => rows.length)) > 0);

  await page.reload();
  await untilSaid(page, 'Only relay');
  assert.deepEqual(complaints, [], 'it keeps to the policy');
});

it('says so when the relay is gone', async (t) => {
  const relay = await startRelay(t, { metricsToken });
  const { page } = await openPage(`${relay.url}admin/`);
  await untilSaid(page, 'The figures need the relay’s token.');
  await page.type('#token', metricsToken);
  await page.keyboard.press('Enter');
  await untilSaid(page, 'Only relay');
  await relay.close();
  await untilSaid(page, 'The relay does not answer. Trying again.');
});

for (const scheme of ['light', 'dark']) {
  it(`everybody can use it (${scheme}), by what axe can tell`, async (t) => {
    const relay = await startRelay(t, { metricsToken });
    const { page } = await openPage(`${relay.url}admin/`);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await untilSaid(page, 'The figures need the relay’s token.');
    await page.type('#token', metricsToken);
    await page.keyboard.press('Enter');
    await untilSaid(page, 'Only relay');
    await page.click('summary');
    // By the debugger, which the page's policy does not bind.
    await page.evaluate(read('node_modules/axe-core/axe.min.js'));
    const found = (await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
    )) as string[];
    assert.deepEqual(found, []);
  });
}
