import { expect, waitUntil } from '@open-wc/testing';
import type { CallStats, TrackStats } from '../../../component/call/stats.ts';
import { StatsPanel } from '../../../component/ui/stats.ts';
import { renderView } from '../support/render.ts';

const track: TrackStats = {
  participantId: 'bo',
  trackId: 1,
  kind: 'video',
  source: 'camera',
  direction: 'in',
  codec: 'vp8',
  width: 640,
  height: 480,
  framesPerSecond: 29.6,
  bitrateBps: 1_250_000,
  packets: 10,
  dropped: { relay: 3, late: 1, corrupt: 0 },
  glassToGlassMs: { p50: 31.4, p95: 44, p99: 60 },
  jitterBufferMs: undefined,
  concealedRatio: undefined,
  codecMs: undefined,
  keyframes: undefined,
};
const stats: CallStats = { transport: 'websocket', roundTripMs: 4.26, tracks: [track] };
const names = new Map([['bo', 'Bo']]);
const words = (panel: StatsPanel) => renderView(panel.template(names)).textContent?.replaceAll(/\s+/g, ' ') ?? '';

describe('the statistics', () => {
  it('show the figures as they are', async () => {
    const panel = new StatsPanel(
      () => Promise.resolve(stats),
      () => {},
    );
    expect(words(panel)).to.contain('Measuring');
    await waitUntil(() => words(panel).includes('vp8'));
    panel.close();
    for (const figure of ['websocket', '4.3 ms', 'Bo camera', '640 × 480', '30 /s', '1.3 Mbit/s', '31 ms']) {
      expect(words(panel)).to.contain(figure);
    }
    expect(renderView(panel.template(names)).querySelector('[title="relay 3, late 1"] dd')?.textContent).to.equal('4');
  });
  it('ask again after a second, over failures, and not once closed', async () => {
    let asked = 0;
    const panel = new StatsPanel(
      () => {
        asked += 1;
        return asked === 1 ? Promise.reject(new Error('not now')) : Promise.resolve(stats);
      },
      () => {},
    );
    await waitUntil(() => asked === 2, 'asks again', { timeout: 2_000 });
    panel.close();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(asked).to.equal(2);
  });
});
