import { expect } from '@open-wc/testing';
import { hostDeskTemplate } from '../../../component/ui/host-desk.ts';
import { recordedActions } from '../support/host-actions.ts';
import { renderView } from '../support/render.ts';

const WAITING = ['<b>Alan</b>', 'Grace'].map((name, index) => ({ id: `waiting-${index}---------`, name }));

function show(waiting = WAITING, room = { locked: false, waitingRoom: true }) {
  const { log, actions } = recordedActions();
  const view = renderView(hostDeskTemplate({ room, waiting, actions }));
  const button = (words: string) =>
    [...view.querySelectorAll<HTMLElement>('button')].find(
      (each) => (each.getAttribute('aria-label') ?? each.textContent)?.trim() === words,
    );
  return { log, view, button };
}

describe('what hosts see above the people', () => {
  it('lists who waits, and lets each in or not', () => {
    const { log, button } = show();
    button('Admit <b>Alan</b>')?.click();
    button('Refuse Grace')?.click();
    expect(log).to.deep.equal([
      ['admit', WAITING[0]?.id, true],
      ['admit', WAITING[1]?.id, false],
    ]);
  });
  it('lets all in at once, where there are several', () => {
    const { log, button } = show();
    button('Admit all')?.click();
    expect(log).to.have.length(2);
    expect(show(WAITING.slice(1)).button('Admit all')).to.equal(undefined);
    expect(show([]).view.querySelector('ul')).to.equal(null);
  });
  it('switches what holds for the room', () => {
    const { log, view } = show();
    const switches = [...view.querySelectorAll<HTMLElement>('[role=switch]')];
    expect(switches.map((each) => each.getAttribute('aria-checked'))).to.deep.equal(['false', 'true']);
    for (const each of switches) each.click();
    expect(log).to.deep.equal([
      ['setRoom', { locked: true }],
      ['setRoom', { waitingRoom: false }],
    ]);
  });
});
