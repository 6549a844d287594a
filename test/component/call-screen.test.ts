import { expect } from '@open-wc/testing';
import { chatEntry } from './support/fake-call.ts';
import { find, openCall, part, press, settled } from './support/open-room.ts';
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
});
