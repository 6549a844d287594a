import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import type { ControlBarView } from '../../../component/ui/bar-actions.ts';
import { controlBarTemplate } from '../../../component/ui/control-bar.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

const { camera: off } = initialState('');

function show(changes: Partial<ControlBarView> = {}) {
  const { log, callbacks } = recorder('onToggle', 'onPanel', 'onMenu', 'onLayout', 'onLeave');
  const view = renderView(
    controlBarTemplate({
      room: 'team',
      quality: 'good',
      microphone: off,
      camera: off,
      screen: off,
      hasChat: true,
      isMinimal: false,
      layout: 'grid',
      panel: undefined,
      menu: undefined,
      unread: 0,
      waitingCount: 0,
      peopleCount: 2,
      width: 1200,
      settingsTemplate: () => '',
      ...callbacks,
      ...changes,
    }),
  );
  const actions = [...view.querySelectorAll<HTMLElement>('[data-action], .leave')].map(
    (each) => each.dataset['action'] ?? 'leave',
  );
  return { log, view, actions };
}

describe('the control bar', () => {
  const widths: readonly (readonly [number, readonly string[]])[] = [
    [264, ['microphone', 'camera', 'chat', 'more', 'leave']],
    [700, ['microphone', 'camera', 'screen', 'chat', 'more', 'leave']],
    [1200, ['microphone', 'camera', 'screen', 'layout', 'leave', 'people', 'chat', 'settings']],
  ];
  for (const [width, actions] of widths) {
    it(`at ${width} px has ${actions.join(', ')}`, () => expect(show({ width }).actions).to.deep.equal(actions));
  }
  it('loses nothing when it is narrow: the rest is in its menu', () => {
    const wide = new Set(show().actions);
    const narrow = new Set(show({ width: 264, menu: 'more' }).actions);
    for (const action of wide) if (action !== 'layout') expect(narrow, action).to.include(action);
    expect(narrow).to.include('layout-speaker');
  });
  it('minimal has the most needed only', () => {
    expect(show({ isMinimal: true }).actions).to.deep.equal(['microphone', 'camera', 'leave']);
    expect(show({ isMinimal: true, width: 264 }).actions).to.deep.equal(['microphone', 'camera', 'leave']);
  });
  it('shows that somebody waits also where the people are in the menu', () => {
    const more = show({ waitingCount: 2, width: 400 }).view.querySelector('[data-menu=more]');
    expect(more?.querySelector('.badge')?.textContent).to.equal('2');
    expect(more?.getAttribute('aria-label')).to.contain('2 waiting');
  });
  it('counts what is unread, up to 99', () => {
    expect(partIn(show({ unread: 3 }).view, 'badge')?.textContent).to.equal('3');
    expect(partIn(show({ unread: 120 }).view, 'badge')?.textContent).to.equal('99+');
    expect(partIn(show().view, 'badge')).to.equal(null);
  });
  it('marks the own connection', () => {
    expect(partIn(show({ quality: 'poor' }).view, 'connection')?.getAttribute('aria-label')).to.equal(
      'Connection: poor',
    );
  });
  it('leaves', () => {
    const { view, log } = show();
    partIn(view, 'leave-button')?.click();
    expect(log.map(([name]) => name)).to.deep.equal(['onLeave']);
  });
});
