import { expect } from '@open-wc/testing';
import type { StreamRoom } from '../../component/stream-room.ts';
import { openRoom, part, settled } from './support/open-room.ts';
import { RARE_SCENES } from './support/rare-scenes.ts';
import { SCENES } from './support/scenes.ts';

const SIZES = { wide: [1000, 640], narrow: [320, 560] } as const;

/** What fades in, or from one theme into the other, has colours of its own meanwhile: axe is to see the last ones. */
function finishAnimations(room: StreamRoom): void {
  for (const animation of (room.renderRoot as ShadowRoot).getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
  }
}

describe('accessibility, as axe sees it', () => {
  for (const [name, open] of Object.entries({ ...SCENES, ...RARE_SCENES })) {
    it(name, async function () {
      this.timeout(20_000);
      for (const size of Object.values(SIZES)) {
        const { room } = await open({ size });
        await settled(room);
        for (const theme of ['light', 'dark'] as const) {
          room.theme = theme;
          await settled(room);
          finishAnimations(room);
          await expect(room).to.be.accessible();
        }
        room.remove();
      }
    });
  }
});

describe('the theme', () => {
  it('follows the system, unless the page says otherwise', async () => {
    const { room } = await openRoom();
    const background = () => getComputedStyle(part(room, 'room') as Element).backgroundColor;
    room.theme = 'light';
    await room.updateComplete;
    const light = background();
    room.theme = 'dark';
    await room.updateComplete;
    expect(background()).not.to.equal(light);
  });

  it('a page’s own colours win', async () => {
    const { room } = await openRoom();
    room.style.setProperty('--stream-room-background', 'rgb(1, 2, 3)');
    expect(getComputedStyle(part(room, 'room') as Element).backgroundColor).to.equal('rgb(1, 2, 3)');
  });
});
