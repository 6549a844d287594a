import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import { rosterTemplate } from '../../../component/ui/roster.ts';
import { tilesOf } from '../../../component/ui/tiles.ts';
import { participant } from '../support/fake-call.ts';
import { recordedActions } from '../support/host-actions.ts';
import { recorder, renderView } from '../support/render.ts';

describe('the list of people', () => {
  const bo = participant('<em>Bo</em>', { connected: false });
  const people = tilesOf({ ...initialState('Ada'), participants: [bo] });
  const { log, callbacks } = recorder('onVolume');
  const view = renderView(rosterTemplate({ people, volumes: new Map([[bo.id, 0.4]]), host: undefined, ...callbacks }));
  const [other, self] = view.querySelectorAll('[part~=person]');

  it('names everybody, as text, and says who is oneself and who is away', () => {
    expect(other?.querySelector('bdi')?.textContent).to.equal('<em>Bo</em>');
    expect(other?.textContent).to.contain('Reconnecting');
    expect(self?.textContent).to.contain('Ada');
    expect(self?.textContent).to.contain('(you)');
  });
  it('says in words what is on and off', () => {
    const words = [...(other?.querySelectorAll('[role=img]') ?? [])].map((each) => each.getAttribute('aria-label'));
    expect(words).to.deep.equal(['microphone on', 'camera off']);
  });
  it('has a volume for everybody else', () => {
    const slider = other?.querySelector<HTMLInputElement>('input[type=range]');
    expect(slider?.value).to.equal('0.4');
    if (slider) slider.value = '0.8';
    slider?.dispatchEvent(new Event('input'));
    expect(log).to.deep.equal([['onVolume', bo.id, 0.8]]);
    expect(self?.querySelector('input')).to.equal(null);
  });
});

describe('the list of people, for a host', () => {
  const bo = participant('Bo', { role: 'host' });
  const people = tilesOf({ ...initialState('Ada'), role: 'host', participants: [bo] });
  const { log, callbacks } = recorder('onVolume', 'onMenu');
  const { onVolume, onMenu } = callbacks;
  const host = { menu: undefined, actions: recordedActions().actions, onMenu };
  const view = renderView(rosterTemplate({ people, volumes: new Map(), onVolume, host }));

  it('has a menu for everybody else', () => {
    const buttons = [...view.querySelectorAll<HTMLElement>('[part~=person-button]')];
    expect(buttons.map((button) => button.getAttribute('aria-label'))).to.deep.equal(['What to do with Bo']);
    buttons[0]?.click();
    expect(log).to.deep.equal([['onMenu', `person-${bo.id}`]]);
  });
  it('marks hosts, in words too', () => {
    const marks = [...view.querySelectorAll('.role')].map((mark) => mark.getAttribute('aria-label'));
    expect(marks).to.deep.equal(['host', 'host']);
  });
});
