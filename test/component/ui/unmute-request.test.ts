import { expect } from '@open-wc/testing';
import { unmuteRequestTemplate } from '../../../component/ui/unmute-request.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

describe('a host’s question', () => {
  it('says who asks for what, and takes either answer', () => {
    const { log, callbacks } = recorder('onAnswer');
    const request = { kind: 'unmute-asked', source: 'microphone', name: '<b>Bo</b>' } as const;
    const view = renderView(unmuteRequestTemplate({ request, ...callbacks }));
    expect(partIn(view, 'request')?.getAttribute('aria-label')).to.equal('<b>Bo</b> asks you to unmute');
    for (const answer of ['yes', 'no']) view.querySelector<HTMLElement>(`[data-answer=${answer}]`)?.click();
    expect(log).to.deep.equal([
      ['onAnswer', true],
      ['onAnswer', false],
    ]);
  });
  it('knows what to say where the host is gone', () => {
    const request = { kind: 'unmute-asked', source: 'camera', name: '' } as const;
    const view = renderView(unmuteRequestTemplate({ request, onAnswer: () => {} }));
    expect(partIn(view, 'request')?.textContent).to.contain('A host asks you to turn your camera on');
  });
});
