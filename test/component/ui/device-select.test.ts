import { expect } from '@open-wc/testing';
import { type DeviceSelectView, deviceSelectTemplate, devicesOf } from '../../../component/ui/device-select.ts';
import { fakeDevice } from '../support/fake-call.ts';
import { choose, recorder, renderView } from '../support/render.ts';

const DEVICES = [
  fakeDevice('camera', 'one', 'Front (046d:0825)'),
  fakeDevice('camera', 'two', ''),
  fakeDevice('microphone', 'mic', 'Mic'),
];

function show(changes: Partial<DeviceSelectView> = {}) {
  const { log, callbacks } = recorder('onDevice');
  const view = renderView(
    deviceSelectTemplate({ kind: 'camera', devices: DEVICES, deviceId: 'two', label: '', ...callbacks, ...changes }),
  );
  return { log, view, select: view.querySelector('select') };
}

describe('the choice of a device', () => {
  it('has those of its kind, by name without the vendor’s numbers, else by number', () => {
    expect([...(show().select?.options ?? [])].map(({ label }) => label)).to.deep.equal(['Front', 'Camera 2']);
  });
  it('shows the one in use, and tells another one', () => {
    const { select, log } = show();
    expect(select?.value).to.equal('two');
    choose(select, 'one');
    expect(log).to.deep.equal([['onDevice', 'camera', 'one']]);
  });
  it('shows the name of the device in use where the list has no ids yet', () => {
    const { select } = show({ devices: [fakeDevice('camera', '', '')], label: 'Front' });
    expect(select?.disabled).to.equal(true);
    expect(select?.textContent?.trim()).to.equal('Front');
  });
  it('is not there where there is nothing to choose from', () => {
    expect(show({ devices: [] }).select).to.equal(null);
  });
  it('does not count devices the browser does not tell apart', () => {
    expect(devicesOf('camera', [fakeDevice('camera', '', ''), ...DEVICES])).to.have.length(2);
  });
});
