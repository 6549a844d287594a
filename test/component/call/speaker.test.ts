import { expect } from '@open-wc/testing';
import { assetAddresses } from '../../../component/call/assets.ts';
import { openSpeaker, type SpeakerOptions } from '../../../component/call/speaker.ts';
import type { FromSpeakerTrack, ToSpeakerTrack } from '../../../component/playback/speaker-messages.ts';
import { systemClock } from '../../../component/support/clock.ts';
import type { CallError } from '../../../component/support/errors.ts';
import { soundRuns } from '../support/sound-runs.ts';

function speaker(changes: Partial<SpeakerOptions> = {}) {
  const failures: CallError[] = [];
  const blocked: boolean[] = [];
  const port = openSpeaker({
    worklet: assetAddresses(undefined).speaker,
    deviceId: undefined,
    clock: systemClock,
    onBlocked: (now) => blocked.push(now),
    onFailed: (error) => failures.push(error),
    ...changes,
  });
  return { port, failures, blocked };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the loudspeaker', () => {
  it('plays what comes through a track’s port, and says how it goes', async function () {
    if (!(await soundRuns())) this.skip();
    const { port, failures, blocked } = speaker();
    const track = port.addTrack(5, 1);
    const heard: FromSpeakerTrack[] = [];
    track.onmessage = ({ data }: MessageEvent<FromSpeakerTrack>) => heard.push(data);
    const start = (performance.timeOrigin + performance.now()) * 1000;
    // What is heard now left the worklet a while ago: at first that is the silence before the track.
    const isFromTheTrack = ({ timestamp }: FromSpeakerTrack) => timestamp !== undefined && timestamp >= start;
    // A busy machine opens its sound device late.
    for (let i = 0; i < 400; i++) {
      const timestamp = Math.round(start + i * 20_000) as ToSpeakerTrack['timestamp'];
      const planes = [new Float32Array(960).fill(0.1)];
      track.postMessage({ type: 'block', timestamp, sampleRate: 48_000, planes } satisfies ToSpeakerTrack);
      await wait(15);
      if (heard.some(isFromTheTrack)) break;
    }
    expect(heard.some(isFromTheTrack)).to.equal(true);
    expect(failures).to.deep.equal([]);
    expect(blocked).to.deep.equal([]);
    port.setVolume(5, 0.5);
    port.removeTrack(5);
    port.close();
  });

  it('asks for the latency of the loudspeaker only where that does not make page and sound wait', async function () {
    if (!(await soundRuns())) this.skip();
    const getter = Object.getOwnPropertyDescriptor(AudioContext.prototype, 'outputLatency');
    if (getter?.get === undefined) throw new Error('This browser has no outputLatency.');
    let reads = 0;
    Object.defineProperty(AudioContext.prototype, 'outputLatency', {
      configurable: true,
      get(this: AudioContext) {
        reads++;
        return getter.get?.call(this) as number;
      },
    });
    const hasty = {
      ...systemClock,
      after: (_: number, run: () => void, end: AbortSignal) => systemClock.after(5, run, end),
    };
    const { port } = speaker({ clock: hasty });
    await wait(200);
    port.close();
    Object.defineProperty(AudioContext.prototype, 'outputLatency', getter);
    if (navigator.userAgent.includes('Firefox/')) expect(reads).to.equal(0);
    else expect(reads).to.be.greaterThan(0);
  });

  it('says what to allow where the worklet is refused', async () => {
    const worklet = new URL('./nowhere.js', import.meta.url).href;
    const { port, failures } = speaker({ worklet });
    port.addTrack(1, 1);
    while (failures.length === 0) await wait(20);
    expect(failures[0]?.code).to.equal('media-refused');
    expect(failures[0]?.message).to.contain(worklet).and.to.contain('Content-Security-Policy');
    port.close();
  });

  it('that is closed while it loads says nothing and closes once', async () => {
    const { port, failures } = speaker({ worklet: new URL('./nowhere.js', import.meta.url).href });
    port.close();
    port.close();
    await wait(300);
    expect(failures).to.deep.equal([]);
  });

  it('says so where another loudspeaker cannot be had', async () => {
    const { port } = speaker();
    let error: CallError | undefined;
    await port.setDevice('no such loudspeaker').catch((reason: CallError) => {
      error = reason;
    });
    expect(error?.code).to.equal('setSinkId' in AudioContext.prototype ? 'bad-argument' : 'browser-too-old');
    port.close();
  });
});
