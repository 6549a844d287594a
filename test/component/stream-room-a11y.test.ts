import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { UnmuteAskedEvent } from '../../component/events.ts';
import { CallError } from '../../component/support/errors.ts';
import { AS_HOST, chatEntry, remoteTrack } from './support/fake-call.ts';
import { find, type Opened, openCall, openRoom, part, press, settled } from './support/open-room.ts';

const SETTLE_MS = 700; // appearing things fade in: before that, colours are mixed with what is behind

const denied = new CallError('permission-denied', 'x');
const SIZES = { wide: [1000, 640], narrow: [320, 560] } as const;

const SCENES: Record<string, (size: readonly [number, number], theme: string) => Promise<Opened>> = {
  lobby: (size, theme) => openRoom({ size, attributes: { theme } }),
  'lobby, camera and microphone denied': (size, theme) =>
    openRoom({
      size,
      attributes: { theme },
      prepare: (call) => {
        call.deviceErrors.camera = denied;
        call.deviceErrors.microphone = denied;
      },
    }),
  'lobby, no name, no relay': async (size, theme) => {
    const opened = await openRoom({
      size,
      attributes: { theme },
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
  'call, alone': (size, theme) => openCall([], { size, attributes: { theme } }),
  'call, some without picture or connection': async (size, theme) => {
    const opened = await openCall(['Bo', 'Cy', 'Di'], { size, attributes: { theme } });
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
  'chat open': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    const call = opened.call();
    call.receive(chatEntry('Bo', 'Look: https://example.org/'));
    await opened.room.sendChat('Thanks');
    call.receive(chatEntry('Ada', 'lost', { mine: true, status: 'failed' }));
    call.receive(chatEntry('Ada', 'going', { mine: true, status: 'sending' }));
    opened.room.toggleChat(true);
    return opened;
  },
  'people open': async (size, theme) => {
    const opened = await openCall(['Bo', 'Cy'], { size, attributes: { theme } });
    if (!find(opened.room, '[data-action=people]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=people]');
    return opened;
  },
  'people open, for a host, with somebody waiting and a menu open': async (size, theme) => {
    const opened = await openCall(['Bo', 'Cy'], { size, attributes: { theme } });
    const waiting = ['Di', 'Ed'].map((name) => ({ id: `waiting-${name}-----------`, name }));
    opened.call().change({ ...AS_HOST, waiting, roomState: { locked: true, waitingRoom: false } });
    await settled(opened.room);
    if (!find(opened.room, '[data-action=people]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=people]');
    await press(opened.room, '[part~=person-button]');
    return opened;
  },
  'a person about to be removed': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    opened.call().change(AS_HOST);
    await settled(opened.room);
    if (!find(opened.room, '[data-action=people]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=people]');
    await press(opened.room, '[part~=person-button]');
    await press(opened.room, '[data-action=remove]');
    return opened;
  },
  'asked to unmute': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    await opened.call().setMicrophone(false);
    opened.call().dispatchEvent(new UnmuteAskedEvent({ source: 'microphone', by: '' }));
    return opened;
  },
  'in the waiting room': async (size, theme) => {
    const opened = await openRoom({
      size,
      attributes: { theme },
      prepare: (call) => {
        call.waitsFirst = true;
        call.joinGate = new Promise(() => {});
      },
    });
    opened.room.join().catch(() => undefined);
    await waitUntil(() => find(opened.room, '[part~=waiting-room]'));
    return opened;
  },
  'menu open': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    await press(opened.room, find(opened.room, '[data-menu=more]') ? '[data-menu=more]' : '[data-menu=layout]');
    return opened;
  },
  'settings open': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    if (!find(opened.room, '[data-action=settings]')) await press(opened.room, '[data-menu=more]');
    await press(opened.room, '[data-action=settings]');
    return opened;
  },
  'statistics open': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    await press(opened.room, find(opened.room, '[data-menu=more]') ? '[data-menu=more]' : '[data-menu=settings]');
    await press(opened.room, '[data-action=stats]');
    return opened;
  },
  'reconnecting, with notes': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    opened.call().receive(chatEntry('Bo', 'hello'));
    opened.call().set('camera', { status: 'failed', error: new CallError('device-lost', 'x'), stream: undefined });
    opened.call().change({ connection: 'reconnecting' });
    return opened;
  },
  'sound held back': async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    opened.call().change({ audioBlocked: true });
    return opened;
  },
  left: async (size, theme) => {
    const opened = await openCall(['Bo'], { size, attributes: { theme } });
    await opened.room.leave();
    return opened;
  },
  'refused, without a lobby': (size, theme) =>
    openRoom({
      size,
      attributes: { theme, autojoin: '' },
      prepare: (call) => {
        call.joinError = new CallError('refused', 'x');
      },
    }),
};

describe('accessibility, as axe sees it', () => {
  // Firefox cannot be told so; there things fade in, and are waited for.
  before(() => (navigator.userAgent.includes('Firefox') ? undefined : emulateMedia({ reducedMotion: 'reduce' })));
  for (const [name, open] of Object.entries(SCENES)) {
    for (const theme of ['light', 'dark']) {
      it(`${name}, ${theme}`, async function () {
        this.timeout(20_000);
        for (const size of Object.values(SIZES)) {
          const { room } = await open(size, theme);
          await settled(room);
          await aTimeout(SETTLE_MS);
          await expect(room).to.be.accessible();
          room.remove();
        }
      });
    }
  }
});

describe('the theme', () => {
  it('follows the system, unless the page says otherwise', async () => {
    const { room } = await openRoom();
    const background = () => getComputedStyle(part(room, 'room') as Element).backgroundColor;
    room.theme = 'light';
    await room.updateComplete;
    const light = background();
    room.theme = 'dark';
    await room.updateComplete;
    expect(background()).not.to.equal(light);
  });

  it('a page’s own colours win', async () => {
    const { room } = await openRoom();
    room.style.setProperty('--stream-room-background', 'rgb(1, 2, 3)');
    expect(getComputedStyle(part(room, 'room') as Element).backgroundColor).to.equal('rgb(1, 2, 3)');
  });
});
