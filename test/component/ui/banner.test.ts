import { expect } from '@open-wc/testing';
import { type CallState, initialState } from '../../../component/call/call-state.ts';
import { bannerTemplate } from '../../../component/ui/banner.ts';
import { recorder, renderView } from '../support/render.ts';

const on = { ...initialState('').screen, status: 'on' as const };

function show(changes: Partial<CallState>) {
  const { log, callbacks } = recorder('onUnblockAudio', 'onStopScreen');
  const view = renderView(
    bannerTemplate({ state: { ...initialState('Ada'), connection: 'connected', ...changes }, ...callbacks }),
  );
  return { log, view, kind: view.querySelector<HTMLElement>('.banner')?.dataset['kind'] };
}

describe('the banner', () => {
  it('is not there when all is well', () => {
    expect(show({}).kind).to.equal(undefined);
  });
  it('says only what matters most', () => {
    const all = { connection: 'reconnecting', audioBlocked: true, screen: on } as const;
    expect(show(all).kind).to.equal('reconnecting');
    expect(show({ ...all, connection: 'connected' }).kind).to.equal('audio-blocked');
    expect(show({ screen: on }).kind).to.equal('sharing');
  });
  it('has what helps', () => {
    const blocked = show({ audioBlocked: true });
    blocked.view.querySelector('button')?.click();
    const sharing = show({ screen: on });
    sharing.view.querySelector('button')?.click();
    expect([...blocked.log, ...sharing.log].map(([name]) => name)).to.deep.equal(['onUnblockAudio', 'onStopScreen']);
  });
  it('is told to those who do not see it', () => {
    expect(show({ connection: 'reconnecting' }).view.querySelector('[role=status]')).not.to.equal(null);
    expect(show({ audioBlocked: true }).view.querySelector('[role=alert]')).not.to.equal(null);
  });
});
