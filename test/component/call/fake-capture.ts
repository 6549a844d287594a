/** Devices in memory: streams and tracks that do what the browser's do when they are stopped, muted or taken away. */
import type { Capture } from '../../../component/capture/capture.ts';

export class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  enabled = true;

  constructor(
    readonly kind: 'audio' | 'video',
    readonly label: string,
  ) {
    super();
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** As when it is unplugged. */
  vanish(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }

  applyConstraints(): Promise<void> {
    return Promise.resolve();
  }
}

export class FakeStream {
  constructor(readonly tracks: readonly FakeTrack[]) {}

  getTracks(): readonly FakeTrack[] {
    return this.tracks;
  }

  getAudioTracks(): readonly FakeTrack[] {
    return this.tracks.filter(({ kind }) => kind === 'audio');
  }
}

export interface FakeCapture extends Capture {
  readonly fake: FakeTrack;
}

export function fakeCapture(kind: 'audio' | 'video', deviceId: string, sound = false): FakeCapture {
  const fake = new FakeTrack(kind, `label of ${deviceId}`);
  const tracks = sound ? [fake, new FakeTrack('audio', 'sound')] : [fake];
  return {
    fake,
    stream: new FakeStream(tracks) as unknown as MediaStream,
    track: fake as unknown as MediaStreamTrack,
    deviceId,
    label: fake.label,
  };
}
