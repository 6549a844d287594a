import { expect, waitUntil } from '@open-wc/testing';
import { MutedEvent, UnmuteAskedEvent } from '../../component/events.ts';
import { CallError } from '../../component/support/errors.ts';
import { AS_HOST, chatEntry } from './support/fake-call.ts';
import { find, focused, openCall, openRoom, part, press, settled } from './support/open-room.ts';
import { choose } from './support/render.ts';

describe('the call’s screen', () => {
  it('counts what was not read, and forgets it when the chat opens', async () => {
    const { room, call } = await openCall();
    call().receive(chatEntry('Bo', 'one'));
    call().receive(chatEntry('Bo', 'two'));
    call().receive(chatEntry('Ada', 'own', { mine: true }));
    await settled(room);
    expect(part(room, 'badge')?.textContent).to.equal('2');
    await press(room, '[part~=toast] .toast-message');
    expect(part(room, 'chat-panel')).not.to.equal(null);
    expect(part(room, 'badge')).to.equal(null);
    call().receive(chatEntry('Bo', 'three'));
    await settled(room);
    expect(part(room, 'badge'), 'what is in view is read').to.equal(null);
  });

  it('opens no chat where the page has none', async () => {
    for (const attributes of [{ chat: 'off' }, { minimal: '' }] as Record<string, string>[]) {
      const { room } = await openCall(['Bo'], { attributes });
      room.toggleChat(true);
      await settled(room);
      expect(part(room, 'chat-panel')).to.equal(null);
      expect(part(room, 'chat-button')).to.equal(null);
    }
  });

  it('sets what the settings say, on the element or on the Call', async () => {
    const { room, call } = await openCall();
    await press(room, '[data-menu=settings]');
    choose(find<HTMLSelectElement>(room, '[data-kind=quality]'), '360p');
    choose(find<HTMLSelectElement>(room, '[data-kind=speaker]'), 'out-1');
    await settled(room);
    expect(room.quality).to.equal('360p');
    expect(call().options.quality).to.equal('360p');
    expect(call().log.some((entry) => entry.join() === 'setDevice,speaker,out-1')).to.equal(true);
  });

  it('sets a volume, and remembers it while the list is closed', async () => {
    const { room, call } = await openCall();
    const id = call().state.value.participants[0]?.id;
    await press(room, '[data-action=people]');
    const slider = () => find<HTMLInputElement>(room, 'input[type=range]');
    const first = slider();
    if (first) first.value = '0.3';
    first?.dispatchEvent(new Event('input'));
    await press(room, '[part~=close-button]');
    await press(room, '[data-action=people]');
    expect(slider()?.value).to.equal('0.3');
    expect(call().log.at(-1)).to.deep.equal(['setVolume', id, 0.3]);
  });

  it('shows statistics of the Call', async () => {
    const { room } = await openCall();
    await press(room, '[data-menu=settings]');
    await press(room, '[data-action=stats]');
    await settled(room);
    expect(part(room, 'stats')?.textContent).to.contain('12 ms');
  });

  it('starts the next call with nothing open', async () => {
    const { room } = await openCall();
    room.toggleChat(true);
    await settled(room);
    await room.leave();
    await settled(room);
    await room.join();
    await settled(room);
    expect(part(room, 'call')).not.to.equal(null);
    expect(part(room, 'panel')).to.equal(null);
  });

  it('shows a host’s question until it is answered, and turns nothing on by itself', async () => {
    const { room, call } = await openCall(['Bo']);
    const [bo] = call().state.value.participants;
    await call().setMicrophone(false);
    const ask = () => {
      call().dispatchEvent(new UnmuteAskedEvent({ source: 'microphone', by: bo?.id ?? '' }));
      return settled(room);
    };
    await ask();
    expect(part(room, 'request')?.textContent).to.contain('Bo asks you to unmute');
    expect(call().state.value.microphone.status).to.equal('off');
    await press(room, '[data-answer=no]');
    expect(part(room, 'request')).to.equal(null);
    expect(call().state.value.microphone.status).to.equal('off');
    await ask();
    await press(room, '[data-answer=yes]');
    expect(part(room, 'request')).to.equal(null);
    expect(call().state.value.microphone.status).to.equal('on');
    expect(focused(room)?.getAttribute('data-action')).to.equal('microphone');
  });

  it('tells who muted one', async () => {
    const { room, call } = await openCall(['Bo']);
    const [bo] = call().state.value.participants;
    call().dispatchEvent(new MutedEvent({ source: 'microphone', by: bo?.id ?? '' }));
    await settled(room);
    expect(part(room, 'toasts')?.textContent).to.contain('Bo muted you');
  });

  it('does for a host what the list of people offers, and says where it failed', async () => {
    const { room, call } = await openCall(['Bo']);
    const [bo] = call().state.value.participants;
    call().change({ ...AS_HOST, waiting: [{ id: 'waiting-alan-------', name: 'Alan' }] });
    await settled(room);
    expect(part(room, 'toasts')?.textContent).to.contain('Alan waits to be let in');
    await press(room, '[part~=toast] .button');
    await press(room, '[part~=waiting-person] .primary');
    await press(room, '[data-switch=locked]');
    expect(call().log.slice(-2)).to.deep.equal([
      ['admit', 'waiting-alan-------', true],
      ['setRoom', { locked: true }],
    ]);
    await press(room, '[part~=person-button]');
    expect(focused(room)?.getAttribute('data-action')).to.equal('mute');
    await press(room, '[data-action=remove]');
    expect(focused(room)?.getAttribute('data-action'), 'the careful answer first').to.equal('cancel-remove');
    call().askError = new CallError('forbidden', 'no');
    await press(room, '[data-action=confirm-remove]');
    expect(call().log.at(-1)).to.deep.equal(['remove', bo?.id]);
    expect(focused(room)?.getAttribute('part')).to.contain('person-button');
    expect(room.renderRoot.querySelector('.toast[data-kind=failed]')).not.to.equal(null);
  });

  it('closes a person’s menu with Escape, and the panel with the next', async () => {
    const { room, call } = await openCall(['Bo']);
    call().change(AS_HOST);
    await press(room, '[data-action=people]');
    await press(room, '[part~=person-button]');
    const pressEscape = () =>
      focused(room)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    pressEscape();
    await settled(room);
    expect(part(room, 'menu')).to.equal(null);
    expect(focused(room)?.getAttribute('part')).to.contain('person-button');
    pressEscape();
    await settled(room);
    expect(part(room, 'panel')).to.equal(null);
  });

  it('has no buttons for what one may not send', async () => {
    const { room, call } = await openCall(['Bo']);
    call().change({ grants: ['subscribe', 'chat'] });
    await settled(room);
    for (const name of ['microphone-button', 'camera-button', 'screen-button']) {
      expect(part(room, name), name).to.equal(null);
    }
    expect(part(room, 'chat-button')).not.to.equal(null);
  });

  it('waits for the host in a room of its own, until let in or gone', async () => {
    let letIn = () => {};
    const { room, call } = await openRoom({
      prepare: (each) => {
        each.waitsFirst = true;
        each.joinGate = new Promise((resolve) => {
          letIn = resolve;
        });
      },
    });
    const joining = room.join();
    await waitUntil(() => part(room, 'waiting-room'));
    expect(part(room, 'waiting-room')?.textContent).to.contain('team');
    expect(part(room, 'lobby')).to.equal(null);
    letIn();
    await joining;
    await waitUntil(() => part(room, 'call'));
    expect(call().state.value.connection).to.equal('connected');
  });
});
