import { expect } from '@open-wc/testing';
import { Devices, devicesOfKind, rememberDevice, rememberedDevice } from '../../../component/capture/devices.ts';
import { stubMediaDevices } from './stub-devices.ts';

const info = (kind: MediaDeviceKind, deviceId: string, label = ''): MediaDeviceInfo =>
  ({ kind, deviceId, groupId: '', label }) as MediaDeviceInfo;

describe('the list of devices', () => {
  let lifetime: AbortController;
  let found: MediaDeviceInfo[];

  beforeEach(() => {
    lifetime = new AbortController();
    found = [info('videoinput', 'a'), info('audioinput', 'b'), info('audiooutput', 'c')];
    stubMediaDevices('enumerateDevices', () => () => Promise.resolve(found));
  });
  afterEach(() => {
    lifetime.abort();
    stubMediaDevices.restore();
    localStorage.clear();
  });

  const devices = () => new Devices(() => navigator.mediaDevices, lifetime.signal);
  const change = async () => {
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await new Promise((resolve) => setTimeout(resolve));
  };

  it('is empty until it is watched, then follows what comes and goes', async () => {
    const watched = devices();
    const seen: number[] = [];
    watched.list.observe((list) => seen.push(list.length), lifetime);
    expect(watched.list.value).to.deep.equal([]);
    await watched.watch();
    await watched.watch();
    found = [...found, info('videoinput', 'd')];
    await change();
    expect(seen).to.deep.equal([3, 4]);
    expect(devicesOfKind(watched.list.value, 'camera').map(({ deviceId }) => deviceId)).to.deep.equal(['a', 'd']);
    expect(devicesOfKind(watched.list.value, 'speaker').map(({ deviceId }) => deviceId)).to.deep.equal(['c']);
  });

  it('tells of labels that appear with the permission, and of nothing where nothing changed', async () => {
    const watched = devices();
    await watched.watch();
    let told = 0;
    watched.list.observe(() => told++, lifetime);
    await change();
    expect(told).to.equal(0);
    found = [info('videoinput', 'a', 'Front camera'), ...found.slice(1)];
    await watched.refresh();
    expect(told).to.equal(1);
  });

  it('leaves out what has no id: nobody could choose it', async () => {
    found = [info('videoinput', ''), info('audioinput', 'b')];
    const watched = devices();
    await watched.watch();
    expect(watched.list.value.map(({ deviceId }) => deviceId)).to.deep.equal(['b']);
  });

  it('is silent after its end, and on pages that have no devices', async () => {
    const watched = devices();
    await watched.watch();
    let told = 0;
    watched.list.observe(() => told++, lifetime);
    lifetime.abort();
    found = [];
    await change();
    expect(told).to.equal(0);
    const none = new Devices(() => undefined, new AbortController().signal);
    await none.watch();
    expect(none.list.value).to.deep.equal([]);
  });
});

describe('the remembered device', () => {
  afterEach(() => localStorage.clear());

  it('is per kind, and undefined before the first choice', () => {
    expect(rememberedDevice('camera')).to.equal(undefined);
    rememberDevice('camera', 'front');
    rememberDevice('speaker', 'hall');
    expect(rememberedDevice('camera')).to.equal('front');
    expect(rememberedDevice('microphone')).to.equal(undefined);
    expect(rememberedDevice('speaker')).to.equal('hall');
  });

  it('is forgotten, without an error, where storage is forbidden', () => {
    const original = Object.getOwnPropertyDescriptor(window, 'localStorage');
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('no storage here', 'SecurityError');
      },
    });
    try {
      rememberDevice('camera', 'front');
      expect(rememberedDevice('camera')).to.equal(undefined);
    } finally {
      if (original) Object.defineProperty(window, 'localStorage', original);
    }
  });
});
