import { expect } from '@open-wc/testing';
import { type CallState, initialState } from '../../../component/call/call-state.ts';
import type { Panel } from '../../../component/ui/bar-actions.ts';
import { sidePanelTemplate } from '../../../component/ui/side-panel.ts';
import { tilesOf } from '../../../component/ui/tiles.ts';
import { AS_HOST, participant, remoteTrack } from '../support/fake-call.ts';
import { recordedActions } from '../support/host-actions.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

function show(panel: Panel, changes: Partial<CallState> = {}, hasLink = false) {
  const { log, callbacks } = recorder('onSend', 'onVolume', 'onClose', 'onMenu', 'onCopyLink');
  const bo = participant('Bo', { tracks: [remoteTrack(1), remoteTrack(2, { source: 'screen' })] });
  const state = { ...initialState('Ada'), participants: [bo], ...changes };
  const view = renderView(
    sidePanelTemplate({
      panel,
      state,
      lang: '',
      tiles: tilesOf(state),
      volumes: new Map(),
      stats: undefined,
      menu: undefined,
      actions: recordedActions().actions,
      ...callbacks,
      onCopyLink: hasLink ? callbacks.onCopyLink : undefined,
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
  it('shows hosts what only they can do', () => {
    expect(partIn(show('people').view, 'host-desk')).to.equal(null);
    expect(partIn(show('people').view, 'person-button')).to.equal(null);
    const { view } = show('people', AS_HOST);
    expect(partIn(view, 'host-desk')).not.to.equal(null);
    expect(partIn(view, 'person-button')).not.to.equal(null);
  });
  it('copies the link, where the address is one', () => {
    expect(partIn(show('people').view, 'copy-link-button')).to.equal(null);
    const { view, log } = show('people', {}, true);
    partIn(view, 'copy-link-button')?.click();
    expect(log).to.have.length(1);
    expect(log[0]?.[0]).to.equal('onCopyLink');
  });
  it('lets nobody write who may not', () => {
    expect(partIn(show('chat', { grants: ['subscribe'] }).view, 'composer')).to.equal(null);
  });
  it('says that it measures until there are figures', () => {
    expect(show('stats').view.textContent).to.contain('Measuring');
  });
});
