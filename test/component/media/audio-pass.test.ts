import { expect } from '@open-wc/testing';
import { CAPTURE_NODE_OPTIONS, CAPTURE_PROCESSOR } from '../../../component/capture/capture-messages.ts';
import type { AudioBlock, FrameSource } from '../../../component/media/messages.ts';
import { AudioJitterBuffer } from '../../../component/playback/jitter-buffer.ts';
import {
  type FromSpeakerTrack,
  SPEAKER_NODE_OPTIONS,
  SPEAKER_PROCESSOR,
  SPEAKER_SAMPLE_RATE,
  type ToSpeaker,
  type ToSpeakerTrack,
} from '../../../component/playback/speaker-messages.ts';
import { encodeConfiguration } from '../../../component/protocol/media-configuration.ts';
import { encodePacket } from '../../../component/protocol/packet.ts';
import type { Micros } from '../../../component/protocol/units.ts';
import { FakeRelay } from './fake-relay.ts';
import { Page, sleep, until } from './support.ts';

const TRACK = 3;
const TONE_HZ = 440;
const hasProcessor = 'MediaStreamTrackProcessor' in globalThis;
const moduleUrl = (path: string) => new URL(`../../../component/${path}`, import.meta.url).href;

describe('the pass of sound', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** Undefined where the machine has no loudspeaker that this browser takes: its AudioContext then never runs. */
  async function openContext(worklet?: string): Promise<AudioContext | undefined> {
    const context = new AudioContext({ sampleRate: SPEAKER_SAMPLE_RATE });
    ends.push(() => context.close());
    await Promise.race([context.resume(), sleep(3000)]);
    if (context.state !== 'running') return undefined;
    if (worklet) await context.audioWorklet.addModule(moduleUrl(worklet));
    return context;
  }

  /** Needs no audio device. */
  function toneByTimer(): FrameSource {
    const { port1, port2 } = new MessageChannel();
    const startMs = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      for (; sent * 10 < performance.now() - startMs; sent++) {
        const plane = Float32Array.from({ length: 480 }, (_, i) =>
          Math.sin((2 * Math.PI * TONE_HZ * (sent * 480 + i)) / SPEAKER_SAMPLE_RATE),
        );
        const block: AudioBlock = { planes: [plane], contextTime: sent / 100 };
        port1.postMessage(block, [plane.buffer]);
      }
    }, 10);
    ends.push(() => clearInterval(timer));
    return { kind: 'port', port: port2 };
  }

  /** A tone, by way of the worklet that stands in for MediaStreamTrackProcessor. */
  async function toneByWorklet(): Promise<FrameSource | undefined> {
    const context = await openContext('capture/capture-worklet.ts');
    if (!context) return undefined;
    const tone = new OscillatorNode(context, { frequency: TONE_HZ });
    const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, CAPTURE_NODE_OPTIONS);
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage({ type: 'output', port: port1 }, [port1]);
    tone.connect(node);
    tone.start();
    return { kind: 'port', port: port2 };
  }

  async function toneByProcessor(): Promise<FrameSource | undefined> {
    const context = await openContext();
    if (!context || !hasProcessor) return undefined;
    const tone = new OscillatorNode(context, { frequency: TONE_HZ });
    const destination = new MediaStreamAudioDestinationNode(context);
    tone.connect(destination);
    tone.start();
    const [track] = destination.stream.getAudioTracks();
    const { readable } = new MediaStreamTrackProcessor({ track: track as unknown as MediaStreamVideoTrack });
    return { kind: 'stream', readable: readable as unknown as ReadableStream<AudioData> };
  }

  /** The loudspeaker, with something that listens to it. */
  async function openSpeaker() {
    const context = await openContext('playback/speaker-worklet.ts');
    if (!context) throw new Error('Ask for a source first: it says whether there is sound here.');
    const node = new AudioWorkletNode(context, SPEAKER_PROCESSOR, {
      ...SPEAKER_NODE_OPTIONS,
      outputChannelCount: [...SPEAKER_NODE_OPTIONS.outputChannelCount],
    });
    const analyser = new AnalyserNode(context, { fftSize: 4096 });
    node.connect(analyser).connect(context.destination);
    const tell = (message: ToSpeaker, transfer: Transferable[] = []) => node.port.postMessage(message, transfer);
    const { port1, port2 } = new MessageChannel();
    tell({ type: 'add-track', trackId: TRACK, port: port1, volume: 1 }, [port1]);
    const samples = () => {
      const now = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(now);
      return now;
    };
    return { port: port2, tell, samples };
  }

  /** In place of the loudspeaker: a jitter buffer that a timer empties. */
  function openEar() {
    const { port1, port2 } = new MessageChannel();
    const buffer = new AudioJitterBuffer(SPEAKER_SAMPLE_RATE);
    const samples = new Float32Array(4096);
    const startMs = performance.now();
    port2.onmessage = ({ data: block }: MessageEvent<ToSpeakerTrack>) =>
      buffer.push(block, performance.now() - startMs);
    let pulled = 0;
    const timer = setInterval(() => {
      const nowMs = performance.now() - startMs;
      const quantum = new Float32Array(128);
      for (; (pulled * 128_000) / SPEAKER_SAMPLE_RATE < nowMs; pulled++) {
        buffer.pull([quantum], nowMs);
        samples.copyWithin(0, 128);
        samples.set(quantum, samples.length - 128);
      }
      const { playhead, bufferedMs, targetMs, concealedRatio } = buffer;
      const timestamp = playhead as Micros | undefined;
      port2.postMessage({
        type: 'playhead',
        timestamp,
        bufferedMs,
        targetMs,
        concealedRatio,
      } satisfies FromSpeakerTrack);
    }, 10);
    ends.push(() => clearInterval(timer));
    return { port: port1, samples: () => samples };
  }

  /** Frequency (Hz) and amplitude of what is heard. */
  function heard(samples: Float32Array): { hz: number; amplitude: number } {
    let crossings = 0;
    for (let i = 1; i < samples.length; i++) if (samples[i - 1]! < 0 && samples[i]! >= 0) crossings++;
    return { hz: (crossings * SPEAKER_SAMPLE_RATE) / samples.length, amplitude: Math.max(...samples.map(Math.abs)) };
  }

  const isTone = (samples: Float32Array) => {
    const { hz, amplitude } = heard(samples);
    return amplitude > 0.3 && Math.abs(hz - TONE_HZ) < 25;
  };

  async function call(source: FrameSource, speaker: { readonly port: MessagePort } = openEar()) {
    const relay = new FakeRelay();
    const sender = new Page({ openTransport: relay.open });
    const receiver = new Page({ openTransport: relay.open });
    ends.push(() => {
      sender.post({ type: 'close' });
      receiver.post({ type: 'close' });
    });
    await Promise.all([sender.connect(), receiver.connect()]);
    const output = { kind: 'audio', port: speaker.port } as const;
    receiver.post({ type: 'subscribe', trackId: TRACK, participantId: 'p', output });
    receiver.post({ type: 'clock', participantId: 'p', clockOffsetMicros: 0 });
    sender.post({ type: 'publish', key: 'microphone', media: { kind: 'audio', bitrateBps: 32_000 }, source });
    sender.post({ type: 'bind', key: 'microphone', trackId: TRACK });
    return { relay, sender, receiver };
  }

  for (const [name, openSource] of Object.entries({ worklet: toneByWorklet, processor: toneByProcessor })) {
    it(`plays through the speaker worklet a tone that a capture ${name} took`, async function () {
      const source = await openSource();
      if (!source) return this.skip();
      const speaker = await openSpeaker();
      const { receiver } = await call(source, speaker);
      await until(() => isTone(speaker.samples()), 'the tone');
      await sleep(1200);
      const [seen] = receiver.report();
      expect(seen!.jitterBufferMs).to.be.within(1, 400);
      expect(seen!.concealedRatio).to.be.lessThan(0.2);
      // A sound card of software takes its samples in bursts of hundreds of milliseconds.
      expect(seen!.glassToGlassMs!.p50).to.be.within(5, 2000);
      speaker.tell({ type: 'volume', trackId: TRACK, volume: 0.25 });
      await until(() => heard(speaker.samples()).amplitude < 0.32, 'a quarter of the volume');
      speaker.tell({ type: 'volume', trackId: TRACK, volume: 0 });
      await until(() => heard(speaker.samples()).amplitude < 0.001, 'silence');
      speaker.tell({ type: 'volume', trackId: TRACK, volume: 1 });
      await until(() => isTone(speaker.samples()), 'the tone again');
      speaker.tell({ type: 'remove-track', trackId: TRACK });
      await until(() => heard(speaker.samples()).amplitude === 0, 'the end of the track');
    });
  }

  it('brings a tone across, and shows its level at both ends', async () => {
    const ear = openEar();
    const { sender, receiver } = await call(toneByTimer(), ear);
    await until(() => isTone(ear.samples()), 'the tone');
    await until(() => (receiver.all('levels').at(-1)?.remote[0]?.[1] ?? 0) > 0.8, 'a remote level');
    expect(receiver.all('levels').at(-1)?.remote[0]?.[0]).to.equal(TRACK);
    const [key, level] = sender.all('levels').at(-1)!.local[0]!;
    expect(key).to.equal('microphone');
    expect(level).to.be.greaterThan(0.8);
    expect(receiver.all('subscription-state').map(({ state }) => state)).to.deep.equal(['waiting', 'playing']);
    await sleep(1200);
    const [seen] = receiver.report();
    expect(seen!.codec).to.equal('opus');
    expect(seen!.framesPerSecond).to.be.within(25, 65);
    expect(seen!.bitrateBps).to.be.within(8_000, 64_000);
    expect(seen!.dropped).to.deep.equal({});
  });

  it('sends nothing while paused, and goes on afterwards', async () => {
    const source = toneByTimer();
    const ear = openEar();
    const { sender, relay } = await call(source, ear);
    await until(() => isTone(ear.samples()), 'the tone');
    sender.post({ type: 'pause', key: 'microphone', paused: true });
    await sleep(100);
    const before = relay.packets.length;
    await until(() => heard(ear.samples()).amplitude < 0.01, 'silence');
    expect(relay.packets.length).to.equal(before);
    expect(sender.all('levels').at(-1)?.local[0]?.[1] ?? 0).to.equal(0);
    sender.post({ type: 'pause', key: 'microphone', paused: false });
    await until(() => isTone(ear.samples()), 'the tone again');
    const times = relay.packets.map(({ timestamp }) => timestamp);
    expect([...times].sort((a, b) => a - b)).to.deep.equal(times);
    expect(times.at(-1)! - times[0]!).to.be.greaterThan(400_000);
  });

  it('numbers packets without a gap, stamps them 20 ms apart and says how to decode every fiftieth', async () => {
    const source = toneByTimer();
    const { relay } = await call(source);
    await until(() => relay.packets.length > 110, 'packets');
    const { packets } = relay;
    expect(packets.map(({ sequence }) => sequence)).to.deep.equal(packets.map((_, i) => i));
    const configured = packets.flatMap((packet, i) => (packet.configured ? [i] : []));
    expect(configured).to.deep.equal([0, 50, 100]);
    const steps = packets.slice(1).map((packet, i) => packet.timestamp - packets[i]!.timestamp);
    // Firefox leaves the encoder's own delay, 6.5 ms, out of the second timestamp.
    for (const step of steps.slice(1)) expect(step).to.be.within(17_000, 23_000);
    expect(packets.every(({ keyframe, temporalLayer }) => keyframe && temporalLayer === 0)).to.equal(true);
  });

  it('encodes nothing while nobody receives it, but hears itself', async () => {
    const source = toneByTimer();
    const { relay, sender } = await call(source);
    await until(() => relay.packets.length > 5, 'packets');
    relay.say({ type: 'track-demand', trackId: TRACK, receivers: 0, struggling: 0 });
    await sleep(100);
    const before = relay.packets.length;
    await sleep(300);
    expect(relay.packets.length).to.equal(before);
    expect(sender.all('levels').at(-1)!.local[0]![1]).to.be.greaterThan(0.8);
    relay.say({ type: 'track-demand', trackId: TRACK, receivers: 1, struggling: 0 });
    await until(() => relay.packets.length > before, 'packets again');
    expect(relay.packets[before]!.configured).to.equal(true);
  });

  it('survives packets that are not what they say, and plays those that are', async () => {
    const source = toneByTimer();
    const ear = openEar();
    const { relay, receiver } = await call(source, ear);
    let count = 0;
    const picture = encodeConfiguration({ kind: 'video', codec: 'vp8', width: 9, height: 9 });
    relay.forward = (bytes, packet) => {
      count++;
      if (count % 10 !== 3) return bytes;
      const payloads = [
        Uint8Array.of(),
        Uint8Array.of(0xff, 0xff, 0xff),
        crypto.getRandomValues(new Uint8Array(80)),
        picture,
      ];
      const payload = payloads[count % payloads.length]!;
      return encodePacket({ ...packet, configured: count % 20 === 3 }, payload);
    };
    await until(() => count > 150, 'packets', 10_000);
    await until(() => isTone(ear.samples()) || heard(ear.samples()).amplitude > 0.3, 'the tone');
    expect(receiver.report()[0]!.dropped['corrupt']).to.be.greaterThan(2);
  });

  it('conceals what the relay dropped, and says so', async () => {
    const source = toneByTimer();
    const ear = openEar();
    const { relay, receiver } = await call(source, ear);
    relay.forward = (bytes, { sequence }) => (sequence % 10 === 9 ? undefined : bytes);
    await until(() => relay.packets.length > 120, 'packets', 10_000);
    expect(isTone(ear.samples())).to.equal(true);
    const [seen] = receiver.report();
    expect(seen!.dropped['relay']).to.be.greaterThan(5);
    expect(seen!.concealedRatio).to.be.within(0.005, 0.3);
  });

  it('says that a source has ended', async () => {
    const readable = new ReadableStream<AudioData>({ start: (controller) => controller.close() });
    const { sender } = await call({ kind: 'stream', readable });
    await until(() => sender.all('publication-failed').length > 0, 'the message');
    expect(sender.all('publication-failed')[0]).to.include({ key: 'microphone', code: 'source-ended' });
  });
});
