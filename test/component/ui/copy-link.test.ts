import { expect } from '@open-wc/testing';
import { copyLinkTemplate } from '../../../component/ui/copy-link.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

describe('the copy of the link', () => {
  it('is offered where there is a link', () => {
    const { log, callbacks } = recorder('onCopy');
    const button = partIn(renderView(copyLinkTemplate(callbacks.onCopy)), 'copy-link-button');
    expect(button?.textContent?.trim()).to.equal('Copy link');
    button?.click();
    expect(log.map(([name]) => name)).to.deep.equal(['onCopy']);
  });
  it('is not there where there is none', () => {
    expect(partIn(renderView(copyLinkTemplate(undefined)), 'copy-link-button')).to.equal(null);
  });
});
