import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { CallStats } from '../../../component/call/stats.ts';
import { StatsLoader } from '../../../component/ui/stats-loader.ts';

describe('StatsLoader', () => {
  it('asks for nothing until somebody looks, and stops when nobody does', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const root = host.attachShadow({ mode: 'open' });
    let asked = 0;
    const getStats = (): Promise<CallStats> => {
      asked += 1;
      return Promise.resolve({ transport: 'websocket', roundTripMs: 1, tracks: [] });
    };
    const loader = new StatsLoader({ root, getStats, onChange: () => {} });
    loader.show(false);
    expect(loader.template(new Map())).to.equal(undefined);
    loader.show(true);
    await waitUntil(() => loader.template(new Map()) !== undefined, 'loads', { timeout: 5_000 });
    expect(asked).to.equal(1);
    expect(root.adoptedStyleSheets).to.have.length(1);
    loader.show(false);
    expect(loader.template(new Map())).to.equal(undefined);
  });
});
