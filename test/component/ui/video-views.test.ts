import { expect } from '@open-wc/testing';
import { VideoViews } from '../../../component/ui/video-views.ts';

function open() {
  const log: string[] = [];
  const views = new VideoViews((trackId) => {
    log.push(`open ${trackId}`);
    return { canvas: document.createElement('canvas'), close: () => log.push(`close ${trackId}`) };
  });
  return { log, views };
}

describe('VideoViews', () => {
  it('opens what is shown, closes what is not, keeps what stays', () => {
    const { log, views } = open();
    expect(views.show(new Set([1, 2]))).to.equal(true);
    const canvas = views.canvas(2);
    expect(canvas?.part.contains('video')).to.equal(true);
    expect(views.show(new Set([2, 3]))).to.equal(true);
    expect(views.show(new Set([2, 3]))).to.equal(false);
    expect(views.canvas(2)).to.equal(canvas);
    expect(views.canvas(1)).to.equal(undefined);
    views.close();
    expect(log).to.deep.equal(['open 1', 'open 2', 'close 1', 'open 3', 'close 2', 'close 3']);
  });
});
