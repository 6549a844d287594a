import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import { CallError } from '../../../component/support/errors.ts';
import { type LobbyView, lobbyTemplate } from '../../../component/ui/lobby.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

function show(changes: Partial<LobbyView> = {}) {
  const { log, callbacks } = recorder('onName', 'onJoin', 'onToggle', 'onDevice');
  const { camera, microphone } = initialState('');
  const view = renderView(
    lobbyTemplate({
      room: 'team',
      name: '',
      camera,
      microphone,
      devices: [],
      isJoining: false,
      error: undefined,
      isNameMissing: false,
      ...callbacks,
      ...changes,
    }),
  );
  return { log, view, field: view.querySelector('input') };
}

describe('the lobby', () => {
  it('shows a room’s name as text', () => {
    expect(show({ room: '<u>x</u>' }).view.querySelector('.welcome b')?.textContent).to.equal('<u>x</u>');
  });
  it('tells the name as it is typed', () => {
    const { field, log } = show();
    if (field) field.value = 'Ada ';
    field?.dispatchEvent(new Event('input'));
    expect(log).to.deep.equal([['onName', 'Ada ']]);
    expect(field?.maxLength).to.equal(64);
  });
  it('joins by its button, not twice', () => {
    const { view, log } = show();
    partIn(view, 'join-button')?.click();
    expect(log.map(([name]) => name)).to.deep.equal(['onJoin']);
    expect(partIn<HTMLButtonElement>(show({ isJoining: true }).view, 'join-button')?.ariaDisabled).to.equal('true');
  });
  it('says what is wrong', () => {
    const { view } = show({ error: new CallError('refused', 'x'), isNameMissing: true });
    expect(partIn(view, 'error')?.getAttribute('role')).to.equal('alert');
    expect(view.querySelector('#name-hint')?.textContent?.trim()).not.to.equal('');
    expect(show().view.querySelector('#name-hint')?.textContent?.trim()).to.equal('');
  });
  it('without camera and microphone there is no preview', () => {
    expect(partIn(show({ camera: undefined, microphone: undefined }).view, 'preview')).to.equal(null);
  });
});
