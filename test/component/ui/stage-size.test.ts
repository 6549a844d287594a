import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { StageSize } from '../../../component/ui/stage-size.ts';

describe('StageSize', () => {
  it('measures room and stage, comes to rest, and moves again with the box', async () => {
    const root = await fixture<HTMLElement>(html`
      <div><div class="call" style="width:500px"><div class="stage" style="width:400px;height:300px"></div></div></div>
    `);
    const size = new StageSize(() => {});
    size.observe(root);
    await waitUntil(() => size.width === 400 && size.height === 300 && size.room === 500);
    expect(size.isSettled).to.equal(false);
    await waitUntil(() => size.isSettled);
    const stage = root.querySelector<HTMLElement>('.stage');
    if (stage) stage.style.width = '200px';
    await waitUntil(() => size.width === 200);
    expect(size.isSettled).to.equal(false);
    size.close();
  });
  it('tells nothing after it was closed', async () => {
    const root = await fixture<HTMLElement>(html`<div><div class="stage" style="width:100px;height:50px"></div></div>`);
    let changes = 0;
    const size = new StageSize(() => {
      changes += 1;
    });
    size.observe(root);
    await waitUntil(() => changes > 0);
    size.close();
    const before = changes;
    await new Promise((resolve) => setTimeout(resolve, 260));
    expect(changes).to.equal(before);
  });
});
