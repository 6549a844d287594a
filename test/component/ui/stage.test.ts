import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import { arrange } from '../../../component/ui/arrangement.ts';
import { emptyTemplate, stageTemplate } from '../../../component/ui/stage.ts';
import { SELF, tilesOf } from '../../../component/ui/tiles.ts';
import { participant } from '../support/fake-call.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

function show(count: number, width = 800, height = 500) {
  const { log, callbacks } = recorder('onPin', 'onPeople');
  const people = Array.from({ length: count }, (_, index) => participant(`P${index}`));
  const tiles = tilesOf({ ...initialState('Ada'), participants: people });
  const ids = tiles.map(({ id }) => id);
  const arrangement = arrange({
    layout: 'grid',
    width,
    height,
    gap: 8,
    ids,
    selfId: SELF,
    largeId: undefined,
    keepId: undefined,
  });
  const view = renderView(
    stageTemplate({ tiles, arrangement, isAnimated: true, pinnedId: ids[0], canvas: () => undefined, ...callbacks }),
  );
  return { log, view, arrangement, ids };
}

describe('the stage', () => {
  it('puts every tile where the arrangement says', () => {
    const { view, arrangement, ids } = show(3);
    const tiles = [...view.querySelectorAll<HTMLElement>('.tile')];
    tiles.forEach((tile, index) => {
      const box = arrangement.boxes.get(ids[index] ?? '');
      expect([tile.style.insetInlineStart, tile.style.insetBlockStart]).to.deep.equal([`${box?.x}px`, `${box?.y}px`]);
      expect([tile.style.inlineSize, tile.style.blockSize]).to.deep.equal([`${box?.width}px`, `${box?.height}px`]);
    });
    expect(tiles).to.have.length(4);
  });
  it('can be pinned where there is a choice', () => {
    expect(show(1).view.querySelector('.pin')).to.equal(null);
    const { view, log, ids } = show(2);
    const [first, second] = view.querySelectorAll<HTMLElement>('.pin');
    expect(first?.getAttribute('aria-pressed')).to.equal('true');
    second?.click();
    expect(log).to.deep.equal([['onPin', ids[1]]]);
  });
  it('says how many have no room, and leads to them', () => {
    const { view, log, arrangement } = show(60, 300, 200);
    const overflow = partIn(view, 'overflow');
    expect(overflow?.textContent?.trim()).to.equal(`+${arrangement.overflow?.count}`);
    overflow?.click();
    expect(log.map(([name]) => name)).to.deep.equal(['onPeople']);
  });
  it('without others there is a note, as text, that a page may replace', () => {
    const view = renderView(emptyTemplate('<b>team</b>', undefined));
    expect(view.textContent).to.contain('<b>team</b>');
    expect(view.querySelector('slot')?.name).to.equal('empty');
  });
});
