import { expect } from '@open-wc/testing';
import { CallError } from '../../../component/support/errors.ts';
import { type EndedView, endedTemplate } from '../../../component/ui/ended.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

function show(changes: Partial<EndedView>) {
  const { log, callbacks } = recorder('onRejoin', 'onLobby');
  const view = renderView(endedTemplate({ reason: 'left', error: undefined, ...callbacks, ...changes }));
  return { log, view };
}

describe('the end', () => {
  for (const [reason, error, words] of [
    ['left', undefined, 'You left the call'],
    ['removed', undefined, 'You were removed'],
    ['replaced', undefined, 'somewhere else'],
    ['gave-up', undefined, 'does not answer'],
    ['refused', undefined, 'did not let you in'],
    ['refused', new CallError('bad-relay', 'x'), 'address is wrong'],
    ['refused', new CallError('browser-too-old', 'x'), 'too old'],
  ] as const) {
    it(`${reason}${error ? ` (${error.code})` : ''} says "${words}", and one can join again`, () => {
      const { view, log } = show({ reason, error });
      expect(partIn(view, 'ended')?.textContent).to.contain(words);
      expect(partIn(view, 'ended')?.getAttribute('role')).to.equal(reason === 'left' ? 'status' : 'alert');
      partIn(view, 'rejoin-button')?.click();
      expect(log.map(([name]) => name)).to.deep.equal(['onRejoin']);
    });
  }
  it('names the call where that has a name for people, as text', () => {
    expect(partIn(show({ label: '<i>Stand-up</i>' }).view, 'ended')?.textContent).to.contain('<i>Stand-up</i>');
    expect(show({ label: '' }).view.querySelector('.ended-label')).to.equal(null);
  });
  it('has a way to the lobby only where there is one', () => {
    expect(show({}).view.querySelectorAll('button')).to.have.length(2);
    expect(show({ onLobby: undefined }).view.querySelectorAll('button')).to.have.length(1);
  });
  it('an old page is reloaded, since joining again would fail again', () => {
    const { view } = show({ reason: 'refused', error: new CallError('version', 'x') });
    expect(partIn(view, 'rejoin-button')).to.equal(null);
    expect(view.textContent).to.contain('Reload');
  });
});
