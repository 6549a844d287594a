import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import type { Panel } from '../../../component/ui/bar-actions.ts';
import { sidePanelTemplate } from '../../../component/ui/side-panel.ts';
import { tilesOf } from '../../../component/ui/tiles.ts';
import { participant, remoteTrack } from '../support/fake-call.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

function show(panel: Panel) {
  const { log, callbacks } = recorder('onSend', 'onVolume', 'onClose');
  const bo = participant('Bo', { tracks: [remoteTrack(1), remoteTrack(2, { source: 'screen' })] });
  const state = { ...initialState('Ada'), participants: [bo] };
  const view = renderView(
    sidePanelTemplate({
      panel,
      state,
      lang: '',
      tiles: tilesOf(state),
      volumes: new Map(),
      stats: undefined,
      ...callbacks,
    }),
  );
  return { log, view };
}

describe('the side panel', () => {
  for (const [panel, title] of [
    ['chat', 'Chat'],
    ['people', 'People'],
    ['stats', 'Statistics'],
  ] as const) {
    it(`${panel} has its name, and closes`, () => {
      const { view, log } = show(panel);
      const aside = partIn(view, `${panel}-panel`);
      expect(aside?.getAttribute('aria-label')).to.equal(title);
      expect(aside?.querySelector('h2')?.textContent).to.contain(title);
      partIn(view, 'close-button')?.click();
      expect(log.map(([name]) => name)).to.deep.equal(['onClose']);
    });
  }
  it('counts people, not screens', () => {
    const { view } = show('people');
    expect(view.querySelector('.count')?.textContent).to.equal('2');
    expect(view.querySelectorAll('[part~=person]')).to.have.length(2);
  });
  it('says that it measures until there are figures', () => {
    expect(show('stats').view.textContent).to.contain('Measuring');
  });
});
