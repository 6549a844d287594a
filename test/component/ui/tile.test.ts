import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import { type TileView, tileTemplate } from '../../../component/ui/tile.ts';
import { type Tile, tilesOf } from '../../../component/ui/tiles.ts';
import { participant, remoteTrack } from '../support/fake-call.ts';
import { partIn, renderView } from '../support/render.ts';

const box = { x: 0, y: 0, width: 400, height: 300, place: 'even' } as const;
const [bo, self] = tilesOf({ ...initialState('Ada'), participants: [participant('Bo')] }) as [Tile, Tile];

function show(tile: Tile, changes: Partial<TileView> = {}) {
  const view = renderView(
    tileTemplate({ tile, box, canvas: undefined, isPinned: false, onPin: undefined, ...changes }),
  );
  return { view, tile: view.querySelector('article') as HTMLElement };
}

describe('a tile', () => {
  it('carries the participant’s id, but oneself’s has none', () => {
    expect(show(bo).tile.dataset['participantId']).to.equal(bo.participantId);
    expect(show(self).tile.hasAttribute('data-participant-id')).to.equal(false);
    expect(show(self).tile.getAttribute('aria-label')).to.match(/^You/);
  });
  it('shows a name as text', () => {
    const { view } = show({ ...bo, name: '<script>1</script>' });
    expect(partIn(view, 'name')?.querySelector('bdi')?.textContent).to.equal('<script>1</script>');
  });
  it('shows initials until there is a picture; the canvas waits out of sight', () => {
    const canvas = document.createElement('canvas');
    const waiting = show(bo, { canvas });
    expect(partIn(waiting.view, 'avatar')).not.to.equal(null);
    expect(canvas.parentElement?.hidden).to.equal(true);
    const playing = show({ ...bo, hasPicture: true }, { canvas });
    expect(partIn(playing.view, 'avatar')).to.equal(null);
    expect(canvas.parentElement?.hidden).to.equal(false);
  });
  it('marks what is amiss, in words, too', () => {
    const { view, tile } = show({ ...bo, isMuted: true, isStalled: true, isConnected: false });
    for (const part of ['muted', 'quality', 'connection-lost']) expect(partIn(view, part), part).not.to.equal(null);
    expect(tile.getAttribute('aria-label')).to.equal('Bo, microphone off, camera off, connection lost');
  });
  it('of a screen says whose it is', () => {
    const screen = participant('Bo', { tracks: [remoteTrack(5, { source: 'screen' })] });
    const tile = tilesOf({ ...initialState(''), participants: [screen] }).at(-1) as Tile;
    expect(show(tile).tile.getAttribute('aria-label')).to.equal('Bo’s screen');
  });
});
