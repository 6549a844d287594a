import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { find, findAll, focused, openCall, openRoom, part, press, settled } from './support/open-room.ts';

const key = async (press: string) => {
  await sendKeys({ press });
  await new Promise((resolve) => setTimeout(resolve, 30));
};

describe('<stream-room> by keyboard', () => {
  it('goes through the lobby by Tab alone, and joins by Enter', async () => {
    const { room } = await openRoom({ attributes: { 'display-name': '' } });
    const seen: string[] = [];
    document.body.tabIndex = -1;
    document.body.focus();
    for (let step = 0; step < 8 && focused(room)?.getAttribute('part') !== 'join-button'; step += 1) {
      await key('Tab');
      const element = focused(room);
      if (element)
        seen.push(
          element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent?.trim() ?? '',
        );
      if (element?.matches('input[name=name]')) await sendKeys({ type: 'Grace' });
    }
    expect(seen.slice(0, 5)).to.deep.equal(['Mute microphone', 'Turn camera off', 'Camera', 'Microphone', 'name']);
    await key('Enter');
    await waitUntil(() => part(room, 'call'));
  });

  it('m, v and c work while the focus is inside, and not while typing', async () => {
    const { room, call } = await openCall();
    find(room, '[data-action=microphone]')?.focus();
    await key('m');
    expect(call().state.value.microphone.status).to.equal('off');
    await key('v');
    expect(call().state.value.camera.status).to.equal('off');
    await key('c');
    await settled(room);
    expect(part(room, 'chat-panel')).not.to.equal(null);
    expect(focused(room)?.matches('.composer textarea'), 'the chat is there to be used').to.equal(true);
    await sendKeys({ type: 'mvc' });
    expect(call().state.value.microphone.status).to.equal('off');
    expect(find<HTMLTextAreaElement>(room, '.composer textarea')?.value).to.equal('mvc');
    await key('Enter');
    await waitUntil(() => call().state.value.chat.length === 1);
    expect(call().state.value.chat[0]?.text).to.equal('mvc');
  });

  it('shortcuts do nothing from outside, nor with a modifier', async () => {
    const { call, room } = await openCall();
    const outside = document.createElement('button');
    document.body.append(outside);
    outside.focus();
    await key('m');
    find(room, '[data-action=microphone]')?.focus();
    await sendKeys({ down: 'Control' });
    await key('v');
    await sendKeys({ up: 'Control' });
    expect(call().state.value.microphone.status).to.equal('on');
    expect(call().state.value.camera.status).to.equal('on');
    outside.remove();
  });

  it('Escape closes the chat and gives the focus back', async () => {
    const { room } = await openCall();
    find(room, '[data-action=chat]')?.focus();
    await key('Enter');
    await settled(room);
    await key('Escape');
    await settled(room);
    expect(part(room, 'chat-panel')).to.equal(null);
    expect(focused(room)?.getAttribute('data-action')).to.equal('chat');
  });

  it('a menu takes the focus, is walked by arrows, and gives the focus back', async () => {
    const { room } = await openCall();
    find(room, '[data-menu=layout]')?.focus();
    await key('Enter');
    await settled(room);
    expect(focused(room)?.getAttribute('data-action')).to.equal('layout-grid');
    await key('ArrowDown');
    expect(focused(room)?.getAttribute('data-action')).to.equal('layout-speaker');
    await key('End');
    await key('ArrowDown');
    expect(focused(room)?.getAttribute('data-action'), 'round and round').to.equal('layout-grid');
    await key('Escape');
    await settled(room);
    expect(part(room, 'menu')).to.equal(null);
    expect(focused(room)?.getAttribute('data-menu')).to.equal('layout');
    await key('Enter');
    await settled(room);
    await key('ArrowDown');
    await key('Enter');
    await settled(room);
    expect(room.layout).to.equal('speaker');
    expect(focused(room)?.getAttribute('data-menu')).to.equal('layout');
  });

  it('arrows walk along the control bar, mirrored where text runs from the right', async () => {
    const { room } = await openCall();
    find(room, '[data-action=microphone]')?.focus();
    await key('ArrowRight');
    expect(focused(room)?.getAttribute('data-action')).to.equal('camera');
    room.dir = 'rtl';
    await key('ArrowRight');
    expect(focused(room)?.getAttribute('data-action')).to.equal('microphone');
  });

  it('a press anywhere else closes a menu', async () => {
    const { room } = await openCall();
    await press(room, '[data-menu=layout]');
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await settled(room);
    expect(part(room, 'menu')).to.equal(null);
  });

  it('everything that can be pressed has a name', async () => {
    const { room } = await openCall(['Bo', 'Cy']);
    room.toggleChat(true);
    await settled(room);
    for (const button of findAll(room, 'button')) {
      expect(button.getAttribute('aria-label') ?? button.textContent?.trim(), button.outerHTML).not.to.equal('');
    }
  });
});
