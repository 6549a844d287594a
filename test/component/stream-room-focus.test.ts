import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { UnmuteAskedEvent } from '../../component/events.ts';
import { AS_HOST, chatEntry, participant } from './support/fake-call.ts';
import { find, findAll, focused, openCall, openRoom, part, press, settled } from './support/open-room.ts';

const key = (press: string) => sendKeys({ press });
const NARROW = { size: [340, 560] } as const;

/** Nothing lies over it. */
function isSeen(element: Element | null): boolean {
  if (!element) return false;
  const { x, y, width, height } = element.getBoundingClientRect();
  const top = (element.getRootNode() as ShadowRoot).elementFromPoint(x + width / 2, y + height / 2);
  return top !== null && element.contains(top);
}

describe('the focus', () => {
  it('stays in the element on the way in, out and back', async () => {
    const { room } = await openRoom();
    part(room, 'join-button')?.focus();
    await key('Enter');
    await waitUntil(() => focused(room)?.getAttribute('data-action') === 'microphone', 'the first control');
    part(room, 'leave-button')?.focus();
    await key('Enter');
    await waitUntil(() => focused(room) === part(room, 'rejoin-button'), 'what may be next');
    await key('Enter');
    await waitUntil(() => focused(room)?.getAttribute('data-action') === 'microphone', 'and in again');
  });

  it('is not taken from the page by a call that begins or ends', async () => {
    const { room, call } = await openCall();
    expect(focused(room)).to.equal(null);
    call().end('removed');
    await settled(room);
    expect(part(room, 'ended')).not.to.equal(null);
    expect(focused(room)).to.equal(null);
  });

  it('does not go behind an open panel, where that covers the stage', async () => {
    for (const size of [NARROW.size, [600, 240]] as const) {
      const { room } = await openCall(['Bo', 'Cy', 'Di'], { size });
      room.toggleChat(true);
      await waitUntil(() => focused(room)?.matches('.composer textarea'));
      // Past the end of the page the focus would be the browser's.
      const after = document.createElement('button');
      room.after(after);
      for (let step = 0; step < 8; step += 1) {
        await key('Tab');
        const element = focused(room);
        if (!element) break;
        expect(isSeen(element), `${size}: ${element.getAttribute('aria-label')}`).to.equal(true);
      }
      room.remove();
    }
  });

  it('leaves a menu behind closed', async () => {
    const { room } = await openCall();
    find(room, '[data-menu=layout]')?.focus();
    await key('Enter');
    await waitUntil(() => focused(room)?.getAttribute('data-action') === 'layout-grid');
    for (let step = 0; step < 3; step += 1) await key('Tab');
    expect(focused(room)).to.equal(part(room, 'leave-button'));
    await waitUntil(() => part(room, 'menu') === null);
    expect(focused(room)).to.equal(part(room, 'leave-button'));
  });

  it('enters the settings at the first choice, from the bar and from the menu', async () => {
    for (const size of [[1000, 560], NARROW.size] as const) {
      const { room } = await openCall(['Bo'], { size });
      if (!find(room, '[data-action=settings]')) await press(room, '[data-menu=more]');
      find(room, '[data-action=settings]')?.focus();
      await key('Enter');
      await waitUntil(() => focused(room)?.getAttribute('data-kind') === 'camera', `${size}`);
      await key('Escape');
      await waitUntil(() => part(room, 'settings') === null);
      expect(focused(room)?.getAttribute('data-menu')).to.match(/settings|more/);
      room.remove();
    }
  });

  it('answers a host’s question with Escape, and goes to what it was about', async () => {
    const { room, call } = await openCall();
    await call().setMicrophone(false);
    call().dispatchEvent(new UnmuteAskedEvent({ source: 'microphone', by: '' }));
    await settled(room);
    find(room, '[data-answer=yes]')?.focus();
    await key('Escape');
    await waitUntil(() => part(room, 'request') === null);
    expect(call().state.value.microphone.status).to.equal('off');
    expect(focused(room)?.getAttribute('data-action')).to.equal('microphone');
  });

  it('stays in the list of people when somebody goes whose button had it', async () => {
    const { room, call } = await openCall(['Bo', 'Cy']);
    call().change(AS_HOST);
    await settled(room);
    await press(room, '[data-action=people]');
    part(room, 'person-button')?.focus();
    call().change({ participants: [participant('Cy')] });
    await settled(room);
    expect(focused(room)).to.equal(part(room, 'close-button'));
  });
});

describe('what one aims at', () => {
  it('pins even small tiles by keyboard', async () => {
    const { room } = await openCall(['Bo', 'Cy', 'Di', 'Ed'], { size: [300, 560] });
    const pin = findAll(room, '[part~=pin-button]')[1];
    pin?.focus();
    expect(focused(room)).to.equal(pin);
    await key('Enter');
    await waitUntil(() => find(room, '[data-place=main]'));
  });

  it('leaving is within reach, in a strip at a page’s edge too', async () => {
    for (const width of [200, 240, 280]) {
      const { room } = await openCall(['Bo'], { size: [width, 560], attributes: { layout: 'strip' } });
      const edge = room.getBoundingClientRect();
      for (const button of findAll(room, '.bar button')) {
        const box = button.getBoundingClientRect();
        expect(box.left >= edge.left && box.right <= edge.right, `${width}: ${button.ariaLabel}`).to.equal(true);
      }
      room.remove();
    }
  });

  it('is seen from its first line on, where the room is low', async () => {
    const { room } = await openCall(['Bo'], { size: [600, 200] });
    await room.leave();
    await settled(room);
    const edge = room.getBoundingClientRect();
    for (const element of findAll(room, '.ended h1, .ended button')) {
      const box = element.getBoundingClientRect();
      expect(box.top >= edge.top && box.bottom <= edge.bottom, element.textContent ?? '').to.equal(true);
    }
  });

  it('the chat stays as wide as it is, whoever writes', async () => {
    const { room, call } = await openCall(['Bo'], { size: [340, 560] });
    call().receive(chatEntry('Maximiliane Konstantinopolitanska-von Hohenzollern-Sigmaringen', 'x'.repeat(200)));
    room.toggleChat(true);
    await settled(room);
    const messages = part(room, 'messages') as HTMLElement;
    expect(messages.scrollWidth).to.be.at.most(messages.clientWidth);
    const edge = messages.getBoundingClientRect();
    for (const element of findAll(room, '.said, .from time'))
      expect(element.getBoundingClientRect().right).to.be.at.most(edge.right);
  });
});
