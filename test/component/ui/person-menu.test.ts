import { expect } from '@open-wc/testing';
import { initialState, type RemoteParticipant } from '../../../component/call/call-state.ts';
import type { Menu } from '../../../component/ui/bar-actions.ts';
import { personButtonTemplate, personMenuTemplate } from '../../../component/ui/person-menu.ts';
import { type Tile, tilesOf } from '../../../component/ui/tiles.ts';
import { participant, remoteTrack } from '../support/fake-call.ts';
import { recordedActions } from '../support/host-actions.ts';
import { recorder, renderView } from '../support/render.ts';

function show(bo: RemoteParticipant, menuOf: (id: string) => Menu = (id) => `person-${id}`) {
  const { log, actions } = recordedActions();
  const menus = recorder('onMenu');
  const [person] = tilesOf({ ...initialState('Ada'), participants: [bo] }) as [Tile, ...Tile[]];
  const input = { person, menu: menuOf(bo.id), actions, ...menus.callbacks };
  const view = renderView([personButtonTemplate(input), personMenuTemplate(input)]);
  const press = (action: string) => view.querySelector<HTMLElement>(`[data-action=${action}]`)?.click();
  const offered = () =>
    [...view.querySelectorAll<HTMLElement>('[data-action]')].map((item) => item.dataset['action'] ?? '');
  return { log, menus: menus.log, view, press, offered };
}

describe('what a host can do with somebody', () => {
  it('with camera, microphone and screen on: turns each off', () => {
    const bo = participant('Bo');
    const screen = remoteTrack(99, { source: 'screen' });
    const { log, press, offered } = show({ ...bo, tracks: [...bo.tracks, screen] });
    expect(offered().slice(0, 3)).to.deep.equal(['mute', 'camera-off', 'screen-off']);
    for (const action of ['mute', 'camera-off', 'screen-off']) press(action);
    expect(log).to.deep.equal([
      ['mute', bo.id, 'microphone'],
      ['mute', bo.id, 'camera'],
      ['mute', bo.id, 'screen'],
    ]);
  });
  it('with everything off: asks', () => {
    const bo = participant('Bo', { tracks: [] });
    const { log, press } = show(bo);
    for (const action of ['ask-microphone', 'ask-camera']) press(action);
    expect(log).to.deep.equal([
      ['askToUnmute', bo.id, 'microphone'],
      ['askToUnmute', bo.id, 'camera'],
    ]);
  });
  it('gives another role, and leaves the one that is', () => {
    const bo = participant('Bo', { role: 'member' });
    const { log, view, press } = show(bo);
    expect(view.querySelector('[aria-checked=true]')?.textContent).to.contain('Member');
    for (const action of ['role-member', 'role-host']) press(action);
    expect(log).to.deep.equal([['setRole', bo.id, 'host']]);
  });
  it('removes only after a question', () => {
    const bo = participant('<b>Bo</b>');
    const first = show(bo);
    first.press('remove');
    expect(first.menus).to.deep.equal([['onMenu', `remove-${bo.id}`]]);
    expect(first.log).to.deep.equal([]);
    const question = show(bo, (id) => `remove-${id}`);
    expect(question.view.querySelector('[role=alertdialog]')?.textContent).to.contain('Remove <b>Bo</b>');
    question.press('cancel-remove');
    expect(question.log).to.deep.equal([]);
    question.press('confirm-remove');
    expect(question.log).to.deep.equal([['remove', bo.id]]);
  });
  it('says whether its menu is open, and closes it', () => {
    const bo = participant('Bo');
    const { view, menus } = show(bo);
    const button = view.querySelector<HTMLElement>('[data-menu]');
    expect(button?.getAttribute('aria-expanded')).to.equal('true');
    button?.click();
    expect(menus).to.deep.equal([['onMenu', undefined]]);
    expect(show(bo, () => 'layout').view.querySelector('.menu')).to.equal(null);
  });
});
