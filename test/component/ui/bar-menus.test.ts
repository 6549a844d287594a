import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import { actionsOf, type ControlBarView } from '../../../component/ui/bar-actions.ts';
import { layoutMenuTemplate, moreMenuTemplate } from '../../../component/ui/bar-menus.ts';
import { recorder, renderView } from '../support/render.ts';

const { camera: off } = initialState('');

function open() {
  const { log, callbacks } = recorder('onToggle', 'onPanel', 'onMenu', 'onLayout', 'onLeave');
  const view: ControlBarView = {
    room: 'team',
    quality: 'good',
    microphone: off,
    camera: off,
    screen: off,
    hasChat: true,
    isMinimal: false,
    layout: 'speaker',
    panel: undefined,
    menu: 'more',
    unread: 0,
    waitingCount: 0,
    peopleCount: 2,
    width: 300,
    settingsTemplate: () => '',
    ...callbacks,
  };
  return { log, view };
}

describe('the bar’s menus', () => {
  it('have the layout in use checked; another one is chosen, and the menu closes', () => {
    const { log, view } = open();
    const menu = renderView(layoutMenuTemplate(view));
    const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
    expect(items.map((item) => item.getAttribute('aria-checked'))).to.deep.equal(['false', 'true', 'false']);
    items[2]?.click();
    expect(log).to.deep.equal([
      ['onMenu', undefined],
      ['onLayout', 'strip'],
    ]);
  });
  it('more has what it is given, the statistics and the layouts', () => {
    const { log, view } = open();
    const { screen, people } = actionsOf(view);
    const menu = renderView(moreMenuTemplate(view, [screen, undefined, people]));
    const names = [...menu.querySelectorAll<HTMLElement>('.menu-item')].map((item) => item.dataset['action']);
    expect(names).to.deep.equal(['screen', 'people', 'stats', 'layout-grid', 'layout-speaker', 'layout-strip']);
    menu.querySelector<HTMLElement>('[data-action=screen]')?.click();
    menu.querySelector<HTMLElement>('[data-action=stats]')?.click();
    expect(log.filter(([name]) => name !== 'onMenu').map(([name, what]) => `${name} ${what}`)).to.deep.equal([
      'onToggle screen',
      'onPanel stats',
    ]);
  });
});
