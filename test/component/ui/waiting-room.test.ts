import { expect } from '@open-wc/testing';
import { waitingRoomTemplate } from '../../../component/ui/waiting-room.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

it('the waiting room names the room and who waits, as text, and can be left', () => {
  const { log, callbacks } = recorder('onLeave');
  const view = renderView(waitingRoomTemplate({ room: '<b>team</b>', name: '<i>Ada</i>', ...callbacks }));
  const room = partIn(view, 'waiting-room');
  expect(room?.getAttribute('role')).to.equal('status');
  expect(room?.textContent).to.contain('<b>team</b>').and.to.contain('<i>Ada</i>');
  room?.querySelector('button')?.click();
  expect(log).to.have.length(1);
});
