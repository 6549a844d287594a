import { expect } from '@open-wc/testing';
import { levelMeterTemplate } from '../../../component/ui/level-meter.ts';
import { renderView } from '../support/render.ts';

const lit = (level: number) => renderView(levelMeterTemplate(level)).querySelectorAll('[data-lit]').length;

describe('the level meter', () => {
  it('is dark in silence, full when loud, and rises between', () => {
    expect(lit(0)).to.equal(0);
    expect(lit(1)).to.equal(5);
    const steps = [0, 0.02, 0.1, 0.3, 0.6, 1].map(lit);
    expect(steps).to.deep.equal([...steps].sort());
    expect(lit(0.05), 'quiet speech shows').to.be.above(0);
  });
  it('has its value for those who do not see it', () => {
    const meter = renderView(levelMeterTemplate(0.42)).querySelector('[role=meter]');
    expect(meter?.getAttribute('aria-valuenow')).to.equal('42');
  });
});
