/** Screens of the element that fewer people come upon, or for a moment only. Knows no test. */
import { waitUntil } from '@open-wc/testing';
import type { TrackStats } from '../../../component/call/stats.ts';
import { MutedEvent } from '../../../component/events.ts';
import { CallError } from '../../../component/support/errors.ts';
import { AS_HOST, chatEntry, remoteTrack } from './fake-call.ts';
import { find, openCall, openRoom, press, settled } from './open-room.ts';
import type { Scene } from './scenes.ts';

const NAMES = ['Bo', 'Cy', 'Di', 'Ed', 'Fay', 'Gil', 'Hana', 'Ines', 'Jo', 'Kim', 'Leo', 'Mia', 'Ned', 'Oda', 'Pia'];

const people =
  (count: number, layout: string): Scene =>
  (options) =>
    openCall(NAMES.slice(0, count), { ...options, attributes: { ...options.attributes, layout } });

const track = (changes: Partial<TrackStats>): TrackStats => ({
  trackId: 1,
  kind: 'video',
  source: 'camera',
  direction: 'out',
  participantId: undefined,
  codec: 'h264',
  width: 1280,
  height: 720,
  framesPerSecond: 29.97,
  bitrateBps: 1_842_000,
  glassToGlassMs: { p50: 84.2, p95: 131, p99: 160 },
  packets: 1000,
  jitterBufferMs: undefined,
  concealedRatio: undefined,
  codecMs: undefined,
  keyframes: undefined,
  dropped: { late: 1203 },
  ...changes,
});

/** By name. Sizes and attributes are the test’s. */
export const RARE_SCENES: Record<string, Scene> = {
  'lobby, no camera, microphone busy': (options) =>
    openRoom({
      ...options,
      prepare: (call) => {
        call.deviceErrors.camera = new CallError('no-camera', 'x');
        call.deviceErrors.microphone = new CallError('device-busy', 'x');
      },
    }),
  'lobby, everything off': (options) =>
    openRoom({ ...options, attributes: { ...options.attributes, video: 'off', audio: 'off' } }),
  'lobby without a preview': (options) =>
    openRoom({ ...options, attributes: { ...options.attributes, 'no-lobby': '' } }),
  'lobby, joining': async (options) => {
    const opened = await openRoom({
      ...options,
      prepare: (call) => {
        call.joinGate = new Promise(() => {});
      },
    });
    opened.room.join().catch(() => undefined);
    return opened;
  },
  'joining at once': (options) =>
    openRoom({
      ...options,
      attributes: { ...options.attributes, autojoin: '' },
      prepare: (call) => {
        call.joinGate = new Promise(() => {});
      },
    }),
  'call of three, speaker': people(2, 'speaker'),
  'call of nine': people(8, 'grid'),
  'call of sixteen, speaker': people(15, 'speaker'),
  'call of sixteen, strip': people(15, 'strip'),
  'call, minimal': (options) => openCall(['Bo'], { ...options, attributes: { ...options.attributes, minimal: '' } }),
  'chat without a message': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.room.toggleChat(true);
    return opened;
  },
  'chat that one may only read, with messages unread before': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.call().change({ grants: ['subscribe'] });
    for (const text of ['Hello', 'A much longer message, which breaks into lines', 'x'.repeat(120)])
      opened.call().receive(chatEntry('Bo', text));
    opened.room.toggleChat(true);
    return opened;
  },
  'messages unread, people waiting': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.call().change(AS_HOST);
    for (let count = 0; count < 120; count += 1) opened.call().receive(chatEntry('Bo', `message ${count}`));
    const waiting = ['Di', 'Ed'].map((name) => ({ id: `waiting-${name}-----------`, name }));
    opened.call().change({ waiting });
    return opened;
  },
  'statistics of two tracks': async (options) => {
    const opened = await openCall(['Bo'], options);
    const [bo] = opened.call().state.value.participants;
    opened.call().stats = {
      transport: 'websocket',
      roundTripMs: 1204.4,
      tracks: [
        track({}),
        track({
          trackId: 2,
          kind: 'audio',
          source: 'screen-audio',
          direction: 'in',
          participantId: bo?.id,
          jitterBufferMs: 61,
        }),
      ],
    };
    await press(opened.room, find(opened.room, '[data-menu=more]') ? '[data-menu=more]' : '[data-menu=settings]');
    await press(opened.room, '[data-action=stats]');
    await waitUntil(() => find(opened.room, '.track'));
    return opened;
  },
  'sharing the screen, with somebody’s screen to see': async (options) => {
    const opened = await openCall(['Bo', 'Cy'], options);
    const call = opened.call();
    await call.setScreen(true);
    call.change({
      participants: call.state.value.participants.map((each, index) =>
        index === 0 ? { ...each, tracks: [...each.tracks, remoteTrack(901, { source: 'screen' })] } : each,
      ),
    });
    return opened;
  },
  'notes of hosts and guests': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.call().dispatchEvent(new MutedEvent({ source: 'screen', by: '' }));
    const { participants } = opened.call().state.value;
    opened.call().change({ participants: [] });
    await settled(opened.room);
    opened.call().change({
      participants: [...participants, ...participants.map((each) => ({ ...each, id: `${each.id.slice(0, 21)}2` }))],
    });
    return opened;
  },
  'removed by a host': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.call().end('removed');
    return opened;
  },
  'out of date': (options) =>
    openRoom({
      ...options,
      attributes: { ...options.attributes, autojoin: '' },
      prepare: (call) => {
        call.joinError = new CallError('version', 'x');
      },
    }),
};
