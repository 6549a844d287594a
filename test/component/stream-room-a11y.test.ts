import { aTimeout, expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { openRoom, part, settled } from './support/open-room.ts';
import { SCENES } from './support/scenes.ts';

const SETTLE_MS = 700; // appearing things fade in: before that, colours are mixed with what is behind

const SIZES = { wide: [1000, 640], narrow: [320, 560] } as const;

describe('accessibility, as axe sees it', () => {
  // Firefox cannot be told so; there things fade in, and are waited for.
  before(() => (navigator.userAgent.includes('Firefox') ? undefined : emulateMedia({ reducedMotion: 'reduce' })));
  for (const [name, open] of Object.entries(SCENES)) {
    for (const theme of ['light', 'dark']) {
      it(`${name}, ${theme}`, async function () {
        this.timeout(20_000);
        for (const size of Object.values(SIZES)) {
          const { room } = await open({ size, attributes: { theme } });
          await settled(room);
          await aTimeout(SETTLE_MS);
          await expect(room).to.be.accessible();
          room.remove();
        }
      });
    }
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
