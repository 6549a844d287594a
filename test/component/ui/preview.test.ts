import { expect } from '@open-wc/testing';
import { initialState, type LocalSourceState } from '../../../component/call/call-state.ts';
import { CallError } from '../../../component/support/errors.ts';
import { type PreviewView, previewTemplate } from '../../../component/ui/preview.ts';
import { fakeDevice } from '../support/fake-call.ts';
import { partIn, recorder, renderView } from '../support/render.ts';

const { camera: off } = initialState('');
const failed = (code: CallError['code']): LocalSourceState => ({
  ...off,
  status: 'failed',
  error: new CallError(code, 'x'),
});

function show(changes: Partial<PreviewView> = {}) {
  const { log, callbacks } = recorder('onToggle', 'onDevice');
  const devices = [fakeDevice('camera', 'c', 'Cam'), fakeDevice('microphone', 'm', 'Mic')];
  const view = renderView(
    previewTemplate({ name: 'Ada', camera: off, microphone: off, devices, ...callbacks, ...changes }),
  );
  return { log, view };
}

describe('the preview', () => {
  it('shows one’s picture, mirrored and without sound', () => {
    const stream = new MediaStream();
    const video = partIn<HTMLVideoElement>(show({ camera: { ...off, status: 'on', stream } }).view, 'self-video');
    expect(video?.srcObject).to.equal(stream);
    expect(video?.muted).to.equal(true);
    expect(video?.classList.contains('mirrored')).to.equal(true);
  });
  it('shows initials without one, and an icon without a name', () => {
    expect(show().view.querySelector('.avatar')?.textContent).to.equal('A');
    expect(show({ name: ' ' }).view.querySelector('.avatar svg')).not.to.equal(null);
  });
  it('shows the level only while the microphone is on', () => {
    expect(partIn(show().view, 'level-meter')).to.equal(null);
    expect(partIn(show({ microphone: { ...off, status: 'on', level: 0.5 } }).view, 'level-meter')).not.to.equal(null);
  });
  it('says the same cause once, and tries both again', () => {
    const { view, log } = show({ camera: failed('permission-denied'), microphone: failed('permission-denied') });
    const alarms = view.querySelectorAll('[part~=device-error]');
    expect(alarms).to.have.length(1);
    expect(alarms[0]?.textContent).to.contain('Camera and microphone');
    alarms[0]?.querySelector('button')?.click();
    expect(log.map((call) => call.slice(0, 2))).to.deep.equal([
      ['onToggle', 'camera'],
      ['onToggle', 'microphone'],
    ]);
    expect(view.querySelector('select'), 'nothing to choose where nothing may be used').to.equal(null);
  });
  it('says two causes, each with its device', () => {
    const { view } = show({ camera: failed('no-camera'), microphone: failed('device-busy') });
    const alarms = [...view.querySelectorAll('[part~=device-error]')].map(({ textContent }) => textContent ?? '');
    expect(alarms[0]).to.contain('No camera found');
    expect(alarms[1]).to.contain('microphone is in use');
  });
  it('another device can be chosen where one is busy', () => {
    expect(show({ camera: failed('device-busy') }).view.querySelector('select[data-kind=camera]')).not.to.equal(null);
  });
});
