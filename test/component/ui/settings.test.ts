import { expect } from '@open-wc/testing';
import { initialState } from '../../../component/call/call-state.ts';
import { settingsTemplate } from '../../../component/ui/settings.ts';
import { fakeDevice } from '../support/fake-call.ts';
import { choose, partIn, recorder, renderView } from '../support/render.ts';

const { camera, microphone } = initialState('');
const devices = [
  fakeDevice('camera', 'c', 'Cam'),
  fakeDevice('microphone', 'm', 'Mic'),
  fakeDevice('speaker', 's1', 'One'),
  fakeDevice('speaker', 's2', 'Two'),
];

function show(isBare = false) {
  const { log, callbacks } = recorder('onDevice', 'onQuality', 'onLanguage', 'onStats', 'onClose');
  const sources = isBare
    ? { camera: undefined, microphone: undefined }
    : { camera, microphone: { ...microphone, status: 'on' as const } };
  const view = renderView(
    settingsTemplate({ ...sources, devices, speakerId: 's2', quality: '720p', language: 'en', ...callbacks }),
  );
  return { log, view, select: (kind: string) => view.querySelector<HTMLSelectElement>(`select[data-kind=${kind}]`) };
}

describe('the settings', () => {
  it('have devices, the speaker in use, and the quality', () => {
    const { log, select } = show();
    expect(select('speaker')?.value).to.equal('s2');
    choose(select('speaker'), 's1');
    expect(select('quality')?.value).to.equal('720p');
    choose(select('quality'), '360p');
    expect(log).to.deep.equal([
      ['onDevice', 'speaker', 's1'],
      ['onQuality', '360p'],
    ]);
  });
  it('show that one is heard', () => {
    expect(partIn(show().view, 'level-meter')).not.to.equal(null);
  });
  it('have nothing for what the page does without', () => {
    const { select } = show(true);
    expect([select('camera'), select('microphone'), select('quality')]).to.deep.equal([null, null, null]);
  });
  it('name each language in that language, and let one choose', () => {
    const { log, select } = show(true);
    const options = [...(select('language')?.options ?? [])];
    expect(select('language')?.value).to.equal('en');
    expect(options.map(({ value, lang, label }) => [value, lang, label])).to.deep.include(['ru', 'ru', 'Русский']);
    choose(select('language'), 'de');
    expect(log).to.deep.equal([['onLanguage', 'de']]);
  });
  it('lead to the statistics, and close', () => {
    const { log, view } = show();
    view.querySelector<HTMLElement>('[data-action=stats]')?.click();
    view.querySelector<HTMLElement>('header button')?.click();
    expect(log.map(([name]) => name)).to.deep.equal(['onStats', 'onClose']);
  });
});
