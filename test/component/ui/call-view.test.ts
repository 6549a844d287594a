import { expect, waitUntil } from '@open-wc/testing';
import { participant } from '../support/fake-call.ts';
import { find, findAll, openCall, part, press, settled } from '../support/open-room.ts';

describe('the call in view', () => {
  it('goes with the box: narrow, wide, and back', async () => {
    const { room } = await openCall(['Bo'], { size: [300, 500] });
    expect(find(room, '.bar')?.dataset['width']).to.equal('narrow');
    room.style.inlineSize = '1100px';
    await waitUntil(() => find(room, '.bar')?.dataset['width'] === 'wide');
    const stage = find(room, '.stage')?.getBoundingClientRect();
    await waitUntil(() => {
      const tile = find(room, '[data-place=main]')?.getBoundingClientRect();
      return Math.abs((tile?.height ?? 0) - (stage?.height ?? 0)) < 2 && (tile?.width ?? 0) > 0.8 * (stage?.width ?? 0);
    });
  });

  it('the chat takes room from the stage where there is room, and lies over it where there is none', async () => {
    const { room } = await openCall(['Bo'], { size: [1000, 600] });
    const width = () => find(room, '.stage')?.getBoundingClientRect().width ?? 0;
    const before = width();
    room.toggleChat(true);
    await waitUntil(() => width() < before - 200);
    room.style.inlineSize = '320px';
    await waitUntil(() => Math.abs((part(room, 'panel')?.getBoundingClientRect().width ?? 0) - 320) < 2);
  });

  it('nothing sticks out at 280 px', async () => {
    const { room } = await openCall(['Bo', 'Cy', 'Di'], { size: [280, 420] });
    await press(room, '[data-menu=more]');
    const box = room.getBoundingClientRect();
    for (const element of findAll(room, 'button, .tile, .menu')) {
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0) continue; // left out at this size
      expect(left >= box.left - 1 && right <= box.right + 1, element.outerHTML.slice(0, 120)).to.equal(true);
    }
  });

  it('greets and says goodbye', async () => {
    const { room, call } = await openCall(['Bo']);
    call().change({ participants: [...call().state.value.participants, participant('Cy')] });
    await waitUntil(() => part(room, 'toasts')?.textContent?.includes('Cy joined'));
  });

  it('a pinned picture that goes leaves the stage to the others', async () => {
    const { room, call } = await openCall(['Bo', 'Cy', 'Di']);
    await press(room, '.tile .pin');
    expect(findAll(room, '[data-place=main]')).to.have.length(1);
    call().change({ participants: call().state.value.participants.slice(1) });
    await settled(room);
    expect(findAll(room, '[data-place=main]')).to.have.length(0);
  });

  it('from the strip, a pinned picture leads to the speaker view', async () => {
    const { room } = await openCall(['Bo', 'Cy'], { attributes: { layout: 'strip' } });
    await press(room, '.tile .pin');
    expect(room.layout).to.equal('speaker');
  });
});
