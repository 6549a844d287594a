import { expect } from '@open-wc/testing';
import { joiningTemplate } from '../../../component/ui/joining.ts';
import { partIn, renderView } from '../support/render.ts';

describe('joining', () => {
  it('says which room, as text', () => {
    const joining = partIn(renderView(joiningTemplate('<b>team</b>')), 'joining');
    expect(joining?.textContent).to.contain('Joining <b>team</b>…');
    expect(joining?.getAttribute('role')).to.equal('status');
  });
});
