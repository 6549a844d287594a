/** Which devices there are, and which ones this person chose before. Opens none of them. */
import { type Observable, Source } from '../support/observable.ts';

export type DeviceKind = 'camera' | 'microphone' | 'speaker';

const MEDIA_DEVICE_KIND: Readonly<Record<DeviceKind, MediaDeviceKind>> = {
  camera: 'videoinput',
  microphone: 'audioinput',
  speaker: 'audiooutput',
};

export const devicesOfKind = (devices: readonly MediaDeviceInfo[], kind: DeviceKind): readonly MediaDeviceInfo[] =>
  devices.filter((device) => device.kind === MEDIA_DEVICE_KIND[kind]);

/** The browser's list of devices, kept up to date until the signal aborts. */
export class Devices {
  readonly #list = new Source<readonly MediaDeviceInfo[]>([]);
  readonly #signal: AbortSignal;
  readonly #browser: () => MediaDevices | undefined;
  #watching = false;

  /** `browser` is `navigator.mediaDevices`: absent on insecure pages, where asking for a device says what that means. */
  constructor(browser: () => MediaDevices | undefined, signal: AbortSignal) {
    this.#browser = browser;
    this.#signal = signal;
  }

  get list(): Observable<readonly MediaDeviceInfo[]> {
    return this.#list;
  }

  /** Starts to watch; touches the browser for the first time. Idempotent. */
  async watch(): Promise<void> {
    if (!this.#watching) {
      this.#watching = true;
      const signal = this.#signal;
      this.#browser()?.addEventListener('devicechange', () => void this.refresh(), { signal });
    }
    await this.refresh();
  }

  /** Looks again: labels are empty until the person has allowed a device. */
  async refresh(): Promise<void> {
    const found = await this.#browser()
      ?.enumerateDevices()
      .catch(() => []);
    if (this.#signal.aborted || found === undefined) return;
    // Before permission browsers tell only that there is one, without an id to choose it by.
    const devices = found.filter(({ deviceId }) => deviceId !== '');
    if (!sameDevices(devices, this.#list.value)) this.#list.value = devices;
  }
}

const sameDevices = (a: readonly MediaDeviceInfo[], b: readonly MediaDeviceInfo[]): boolean =>
  a.length === b.length &&
  a.every((device, index) => device.deviceId === b[index]?.deviceId && device.label === b[index]?.label);

const STORAGE_PREFIX = 'stream-room.device.';

/** What was chosen on this site before. Storage may be forbidden: then there is no memory, and nothing else is lost. */
export function rememberedDevice(kind: DeviceKind): string | undefined {
  try {
    return localStorage.getItem(STORAGE_PREFIX + kind) ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberDevice(kind: DeviceKind, deviceId: string): void {
  try {
    localStorage.setItem(STORAGE_PREFIX + kind, deviceId);
  } catch {
    // As above.
  }
}
