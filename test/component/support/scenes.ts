/** Every screen of the element as somebody may come upon it, over fake Calls. Knows no test. */
import { waitUntil } from '@open-wc/testing';
import { UnmuteAskedEvent } from '../../../component/events.ts';
import { CallError } from '../../../component/support/errors.ts';
import { AS_HOST, chatEntry, remoteTrack } from './fake-call.ts';
import { find, type Opened, type OpenOptions, openCall, openRoom, press, settled } from './open-room.ts';

const denied = new CallError('permission-denied', 'x');

export type Scene = (options: OpenOptions) => Promise<Opened>;

/** By name. Sizes and attributes are the test’s. */
export const SCENES: Record<string, Scene> = {
  lobby: (options) => openRoom(options),
  'lobby, camera and microphone denied': (options) =>
    openRoom({
      ...options,
      prepare: (call) => {
        call.deviceErrors.camera = denied;
        call.deviceErrors.microphone = denied;
      },
    }),
  'lobby, no name, no relay': async (options) => {
    const opened = await openRoom({
      ...options,
      prepare: (call) => {
        call.joinError = new CallError('relay-unreachable', 'x');
      },
    });
    await opened.room.join().catch(() => undefined);
    opened.room.displayName = '';
    await settled(opened.room);
    await press(opened.room, '[part~=join-button]');
    return opened;
  },
  'call, alone': (options) => openCall([], options),
  'call, some without picture or connection': async (options) => {
    const opened = await openCall(['Bo', 'Cy', 'Di'], options);
    const call = opened.call();
    const [bo, cy, di] = call.state.value.participants;
    if (!bo || !cy || !di) throw new Error('three were to be there');
    call.change({
      quality: 'poor',
      participants: [
        { ...bo, tracks: bo.tracks.map((track) => ({ ...track, muted: true })) },
        { ...cy, connected: false },
        { ...di, speaking: true, tracks: [...di.tracks, remoteTrack(900, { source: 'screen' })] },
      ],
    });
    await call.setCamera(false);
    await call.setMicrophone(false);
    return opened;
  },
  'chat open': async (options) => {
    const opened = await openCall(['Bo'], options);
    const call = opened.call();
    call.receive(chatEntry('Bo', 'Look: https://example.org/'));
    await opened.room.sendChat('Thanks');
    call.receive(chatEntry('Ada', 'lost', { mine: true, status: 'failed' }));
    call.receive(chatEntry('Ada', 'going', { mine: true, status: 'sending' }));
    opened.room.toggleChat(true);
    return opened;
  },
  'people open': async (options) => {
    const opened = await openCall(['Bo', 'Cy'], options);
    if (!find(opened.room, '[data-action=people]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=people]');
    return opened;
  },
  'people open, for a host, with somebody waiting and a menu open': async (options) => {
    const opened = await openCall(['Bo', 'Cy'], options);
    const waiting = ['Di', 'Ed'].map((name) => ({ id: `waiting-${name}-----------`, name }));
    opened.call().change({ ...AS_HOST, waiting, roomState: { locked: true, waitingRoom: false } });
    await settled(opened.room);
    if (!find(opened.room, '[data-action=people]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=people]');
    await press(opened.room, '[part~=person-button]');
    return opened;
  },
  'a person about to be removed': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.call().change(AS_HOST);
    await settled(opened.room);
    if (!find(opened.room, '[data-action=people]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=people]');
    await press(opened.room, '[part~=person-button]');
    await press(opened.room, '[data-action=remove]');
    return opened;
  },
  'asked to unmute': async (options) => {
    const opened = await openCall(['Bo'], options);
    await opened.call().setMicrophone(false);
    opened.call().dispatchEvent(new UnmuteAskedEvent({ source: 'microphone', by: '' }));
    return opened;
  },
  'in the waiting room': async (options) => {
    const opened = await openRoom({
      ...options,
      prepare: (call) => {
        call.waitsFirst = true;
        call.joinGate = new Promise(() => {});
      },
    });
    opened.room.join().catch(() => undefined);
    await waitUntil(() => find(opened.room, '[part~=waiting-room]'));
    return opened;
  },
  'menu open': async (options) => {
    const opened = await openCall(['Bo'], options);
    await press(opened.room, find(opened.room, '[data-menu=more]') ? '[data-menu=more]' : '[data-menu=layout]');
    return opened;
  },
  'settings open': async (options) => {
    const opened = await openCall(['Bo'], options);
    if (!find(opened.room, '[data-action=settings]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=settings]');
    return opened;
  },
  'statistics open': async (options) => {
    const opened = await openCall(['Bo'], options);
    await press(opened.room, find(opened.room, '[data-menu=more]') ? '[data-menu=more]' : '[data-menu=settings]');
    await press(opened.room, '[data-action=stats]');
    return opened;
  },
  'reconnecting, with notes': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.call().receive(chatEntry('Bo', 'hello'));
    opened.call().set('camera', { status: 'failed', error: new CallError('device-lost', 'x'), stream: undefined });
    opened.call().change({ connection: 'reconnecting' });
    return opened;
  },
  'sound held back': async (options) => {
    const opened = await openCall(['Bo'], options);
    opened.call().change({ audioBlocked: true });
    return opened;
  },
  left: async (options) => {
    const opened = await openCall(['Bo'], options);
    await opened.room.leave();
    return opened;
  },
  'refused, without a lobby': (options) =>
    openRoom({
      ...options,
      attributes: { ...options.attributes, autojoin: '' },
      prepare: (call) => {
        call.joinError = new CallError('refused', 'x');
      },
    }),
};
