import { aTimeout, expect, fixture, html, waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import '../../component/define.ts';
import { ATTRIBUTES, type AttributeName } from '../../component/attributes.ts';
import * as events from '../../component/events.ts';
import type { StreamRoom } from '../../component/stream-room.ts';
import { CallError } from '../../component/support/errors.ts';
import { AS_HOST, chatEntry, type FakeCall, participant, remoteTrack, useFakeCalls } from './support/fake-call.ts';

interface Entry {
  readonly name: string;
  readonly type?: { readonly text: string };
  readonly fieldName?: string;
  readonly kind?: string;
}

interface Declaration {
  readonly tagName?: string;
  readonly attributes: readonly Entry[];
  readonly members: readonly Entry[];
  readonly events: readonly Entry[];
  readonly slots: readonly Entry[];
  readonly cssParts: readonly Entry[];
  readonly cssProperties: readonly Entry[];
}

const response = await fetch(new URL('../../component/custom-elements.json', import.meta.url));
if (!response.ok) throw new Error('There is no custom-elements.json: npm run build makes it.');
const { modules } = (await response.json()) as { modules: { declarations?: Declaration[] }[] };
const manifest = modules.flatMap(({ declarations = [] }) => declarations).find(({ tagName }) => tagName) as Declaration;
const names = (entries: readonly Entry[]) => entries.map(({ name }) => name).sort();

let calls: FakeCall[];
const lastCall = () => calls.at(-1) as FakeCall;

async function openRoom(attributes: Record<string, string> = {}): Promise<StreamRoom> {
  const room = await fixture<StreamRoom>(html`<stream-room room="team" display-name="Ada"></stream-room>`);
  for (const [name, value] of Object.entries(attributes)) room.setAttribute(name, value);
  room.style.blockSize = '640px';
  await room.updateComplete;
  return room;
}

const find = (room: StreamRoom, part: string) => room.renderRoot.querySelector<HTMLElement>(`[part~="${part}"]`);

/** Clicks the part, once it is there. */
async function press(room: StreamRoom, part: string): Promise<void> {
  await waitUntil(() => find(room, part), `no part ${part} to press`);
  find(room, part)?.click();
  await room.updateComplete;
  await aTimeout(0);
}

/** What may be written, and what the property is then. */
function samples(name: string, type: string): readonly (readonly [string, unknown])[] {
  if (type === 'boolean') return [['', true] as const, ['off', false] as const, ['on', true] as const];
  if (type === 'number') return [['15', 15] as const];
  if (type === 'string') {
    const known: Record<string, string> = {
      relay: 'https://relay.example/ wss://other.example/',
      assets: 'https://files.example/',
      'token-url': '/token?ticket=1',
      lang: 'en',
      'room-secret': 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE',
    };
    const text = known[name] ?? 'other';
    return [[text, text] as const];
  }
  return [...type.matchAll(/'([^']*)'/g)].map(([, word = '']) => [word, word] as const);
}

async function warningsWhile(act: () => void): Promise<readonly string[]> {
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (...args: unknown[]) => warnings.push(args.join(' '));
  try {
    act();
  } finally {
    console.warn = warn;
  }
  return warnings;
}

const grace = () => participant('Grace');
const EVENTS = {
  ready: () => new events.ReadyEvent(),
  join: () => new events.JoinEvent({ room: 'team', participantId: 'me' }),
  leave: () => new events.LeaveEvent({ room: 'team', reason: 'left' }),
  'participant-join': () => new events.ParticipantJoinEvent(grace()),
  'participant-leave': () => new events.ParticipantLeaveEvent(grace()),
  'participant-update': () => new events.ParticipantUpdateEvent(grace()),
  'chat-message': () => new events.ChatMessageEvent(chatEntry('Grace', 'Hello')),
  data: () => new events.DataEvent({ from: 'grace', data: 1 }),
  'connection-change': () =>
    new events.ConnectionChangeEvent({ state: 'connected', transport: 'websocket', roundTripMs: 1 }),
  'quality-change': () => new events.QualityChangeEvent('fair'),
  'microphone-toggle': () => new events.MicrophoneToggleEvent(true),
  'camera-toggle': () => new events.CameraToggleEvent(true),
  'screenshare-toggle': () => new events.ScreenshareToggleEvent(true),
  'audio-blocked': () => new events.AudioBlockedEvent(true),
  'device-change': () => new events.DeviceChangeEvent([]),
  muted: () => new events.MutedEvent({ source: 'microphone', by: 'grace' }),
  'unmute-asked': () => new events.UnmuteAskedEvent({ source: 'camera', by: 'grace' }),
  'role-change': () => new events.RoleChangeEvent({ role: 'host', grants: ['moderate'] }),
  'participant-waiting': () => new events.ParticipantWaitingEvent({ id: 'alan', name: 'Alan' }),
  'room-change': () => new events.RoomChangeEvent({ locked: true, waitingRoom: false }),
  'stream-room-token': () =>
    new events.StreamRoomTokenEvent({ room: 'team', relay: 'https://relay.example/', respondWith: () => {} }),
  'token-expiring': () => new events.TokenExpiringEvent(60_000),
  permission: () => new events.PermissionEvent({ kind: 'camera', state: 'granted', error: undefined }),
  error: () => new events.CallErrorEvent(new CallError('device-lost', 'Gone.')),
} satisfies { [Type in keyof events.StreamRoomEventMap]: () => events.StreamRoomEventMap[Type] };

const METHODS: Record<string, (room: StreamRoom, call: FakeCall) => Promise<void>> = {
  async join(room, call) {
    await room.join();
    expect(call.state.value.connection).to.equal('connected');
    await waitUntil(() => find(room, 'call'));
  },
  async leave(room, call) {
    await room.leave();
    expect(call.state.value.connection).to.equal('ended');
    await waitUntil(() => find(room, 'ended'));
  },
  async toggleCamera(room, call) {
    await room.toggleCamera(false);
    expect(call.state.value.camera.status).to.equal('off');
    await room.toggleCamera();
    expect(call.state.value.camera.status).to.equal('on');
  },
  async toggleMicrophone(room, call) {
    await room.toggleMicrophone(false);
    expect(call.state.value.microphone.status).to.equal('off');
    await room.toggleMicrophone();
    expect(call.state.value.microphone.status).to.equal('on');
  },
  async toggleScreenshare(room, call) {
    await room.toggleScreenshare();
    expect(call.state.value.screen.status).to.equal('on');
    await room.toggleScreenshare();
    expect(call.state.value.screen.status).to.equal('off');
  },
  async toggleChat(room) {
    room.toggleChat();
    await waitUntil(() => find(room, 'chat-panel'));
    room.toggleChat(false);
    await waitUntil(() => !find(room, 'chat-panel'));
  },
  async setDevice(room, call) {
    await room.setDevice('camera', 'cam-2');
    expect(call.log.at(-1)).to.deep.equal(['setDevice', 'camera', 'cam-2']);
  },
  async setLayout(room) {
    room.setLayout('speaker');
    expect(room.layout).to.equal('speaker');
  },
  async send(room, call) {
    await room.send({ dice: 6 }, { to: ['grace'] });
    expect(call.log.at(-1)).to.deep.equal(['send', { dice: 6 }, { to: ['grace'] }]);
  },
  async getStats(room, call) {
    expect(await room.getStats()).to.equal(call.stats);
  },
  async takeSnapshot(room, call) {
    expect((await room.takeSnapshot('grace')).type).to.equal('image/jpeg');
    expect(call.log.at(-1)).to.deep.equal(['takeSnapshot', 'grace']);
  },
  async setToken(room, call) {
    await room.setToken('a.b.c');
    expect(call.log.at(-1)).to.deep.equal(['setToken', 'a.b.c']);
  },
  async sendChat(room, call) {
    expect((await room.sendChat('Hello')).text).to.equal('Hello');
    expect(call.state.value.chat.map(({ text }) => text)).to.deep.equal(['Hello']);
  },
};

function differences(seen: ReadonlySet<string>, described: readonly Entry[]) {
  const known = names(described);
  return {
    notDescribed: [...seen].filter((name) => !known.includes(name)),
    neverSeen: known.filter((name) => !seen.has(name)),
  };
}

type Look = (room: StreamRoom) => void;

/** The states of the element in which, together, everything there is can be seen. */
const STATES: readonly ((look: Look) => Promise<void>)[] = [
  async function lobby(look) {
    const room = await openRoom();
    await waitUntil(() => find(room, 'self-video') && find(room, 'level-meter'));
    look(room);
  },
  async function lobbyWithTrouble(look) {
    calls = useFakeCalls((call) => {
      call.deviceErrors.camera = new CallError('no-camera', 'No camera.');
      call.joinError = new CallError('relay-unreachable', 'No relay.');
    });
    const room = await openRoom();
    await room.join().catch(() => undefined);
    await waitUntil(() => find(room, 'error') && find(room, 'device-error'));
    look(room);
  },
  async function joining(look) {
    calls = useFakeCalls((call) => {
      call.joinGate = new Promise(() => {});
    });
    const room = await openRoom({ 'no-lobby': '' });
    void room.join().catch(() => undefined);
    await waitUntil(() => find(room, 'joining'));
    look(room);
  },
  async function waitingRoom(look) {
    calls = useFakeCalls((call) => {
      call.waitsFirst = true;
      call.joinGate = new Promise(() => {});
    });
    const room = await openRoom();
    void room.join().catch(() => undefined);
    await waitUntil(() => find(room, 'waiting-room'));
    look(room);
  },
  async function host(look) {
    calls = useFakeCalls();
    const address = location.href;
    const room = await openRoom({ 'room-secret': 'hash' });
    await room.join();
    const call = lastCall();
    await call.setMicrophone(false);
    const [grace, ...others] = crowd();
    const participants = grace ? [{ ...grace, role: 'host' as const }, ...others] : others;
    call.change({ ...AS_HOST, participants, waiting: [{ id: 'waiting-alan-------', name: 'Alan' }] });
    call.dispatchEvent(new events.UnmuteAskedEvent({ source: 'microphone', by: grace?.id ?? '' }));
    if (!find(room, 'people-button')) await press(room, 'more-button');
    (room.renderRoot.querySelector('[data-action="people"]') as HTMLElement).click();
    await waitUntil(() => find(room, 'host-desk') && find(room, 'request'));
    look(room);
    history.replaceState(null, '', address);
  },
  async function alone(look) {
    calls = useFakeCalls();
    const room = await openRoom();
    await room.join();
    await waitUntil(() => find(room, 'empty') && find(room, 'self-view'), 'neither note nor self view');
    look(room);
  },
  async function fullCall(look) {
    await setViewport({ width: 1280, height: 800 });
    const room = await openRoom();
    await room.join();
    const call = lastCall();
    call.change({ quality: 'poor', connection: 'reconnecting', participants: crowd() });
    call.receive(chatEntry('Grace', 'Hello'));
    call.set('screen', { status: 'on' });
    const stalled = call.state.value.participants[1]?.tracks[0]?.id ?? 0;
    await waitUntil(() => call.openViews.has(stalled), 'the picture is watched');
    call.setPlayback(stalled, 'stalled');
    for (const part of ['banner', 'badge', 'toast', 'quality']) await waitUntil(() => find(room, part), `no ${part}`);
    look(room);
    for (const button of ['layout-button', 'chat-button', 'people-button', 'settings-button']) {
      await press(room, button);
      look(room);
    }
    room.renderRoot.querySelector<HTMLElement>('[data-action="stats"]')?.click();
    await waitUntil(() => find(room, 'stats'), 'no statistics');
    look(room);
  },
  async function smallCall(look) {
    await setViewport({ width: 360, height: 640 });
    const room = await openRoom();
    room.style.blockSize = '320px';
    await room.join();
    lastCall().change({
      participants: [...crowd(), ...crowd(), ...crowd()].map((each, index) => ({ ...each, id: `${index}` })),
    });
    await press(room, 'more-button');
    await waitUntil(() => find(room, 'overflow'));
    look(room);
    await setViewport({ width: 800, height: 600 });
  },
  async function ended(look) {
    const room = await openRoom();
    await room.join();
    await room.leave();
    await waitUntil(() => find(room, 'ended'));
    look(room);
  },
];

const crowd = () => [
  participant('Grace', { speaking: true }),
  participant('Alan'),
  participant('Edsger', { connected: false }),
  participant('Barbara', { tracks: [] }),
  participant('Donald', { tracks: [remoteTrack(901, { source: 'screen' })] }),
  participant('Radia'),
];

function note(room: StreamRoom, seen: { parts: Set<string>; slots: Set<string>; properties: Set<string> }): void {
  const root = room.renderRoot as ShadowRoot;
  for (const element of root.querySelectorAll('[part]')) for (const part of element.part) seen.parts.add(part);
  for (const slot of root.querySelectorAll('slot')) seen.slots.add(slot.name);
  for (const sheet of root.adoptedStyleSheets) {
    for (const rule of sheet.cssRules) {
      for (const [name] of rule.cssText.matchAll(/--stream-room-[\w-]+/g)) seen.properties.add(name);
    }
  }
}

describe('the manifest', () => {
  beforeEach(() => {
    calls = useFakeCalls();
  });

  describe('attributes', () => {
    it('are those that the element reads', () => {
      expect(names(manifest.attributes)).to.deep.equal(
        Object.values(ATTRIBUTES)
          .map(({ name }) => name)
          .sort(),
      );
    });

    for (const { name, type, fieldName } of manifest.attributes) {
      it(`${name} sets its property in a running call, and falls back`, async () => {
        const room = await openRoom();
        await room.join();
        const property = fieldName as AttributeName;
        const { fallback } = ATTRIBUTES[property];
        for (const [written, value] of samples(name, type?.text ?? 'string')) {
          room.setAttribute(name, written);
          expect(room[property], `${name}="${written}"`).to.equal(value);
          await room.updateComplete;
          // Room and relay say which call it is; anything else goes on in the one that is running.
          if (!['room', 'room-secret', 'relay'].includes(name)) expect(calls).to.have.length(1);
        }
        room.removeAttribute(name);
        // A token is taken off the tag as soon as it is read: taking the attribute away takes nothing back.
        if (name !== 'token') expect(room[property]).to.equal(fallback);
        room[property] = samples(name, type?.text ?? 'string')[0]?.[1] as never;
        expect(room[property]).to.equal(samples(name, type?.text ?? 'string')[0]?.[1]);
        await room.updateComplete;
      });

      if (type?.text !== 'string') {
        it(`${name} warns of what it does not understand`, async () => {
          const room = await openRoom();
          const warnings = await warningsWhile(() => room.setAttribute(name, 'sideways'));
          expect(warnings.join()).to.contain(name).and.to.contain('sideways');
          expect(room[fieldName as AttributeName]).to.equal(ATTRIBUTES[fieldName as AttributeName].fallback);
        });
      }
    }
  });

  describe('events', () => {
    it('are those of the event map, each of the class that is named', () => {
      expect(names(manifest.events)).to.deep.equal(Object.keys(EVENTS).sort());
      for (const { name, type } of manifest.events) {
        const event = EVENTS[name as keyof typeof EVENTS]();
        expect(event.constructor.name).to.equal(type?.text);
        expect(event.type).to.equal(name);
        expect(events).to.have.property(type?.text ?? '');
      }
    });

    // Those that the element tells of itself have tests of their own: page-token.test.ts for the token.
    for (const name of names(manifest.events).filter((each) => !['ready', 'stream-room-token'].includes(each))) {
      it(`${name} of the call is heard on the page`, async () => {
        const room = await openRoom();
        await room.join();
        const heard: Event[] = [];
        const listen = (event: Event) => {
          if (event.target === room) heard.push(event);
          // At the window an event called "error" is what the test framework takes for a failure.
          event.stopPropagation();
        };
        document.body.addEventListener(name, listen);
        lastCall().dispatchEvent(EVENTS[name as keyof typeof EVENTS]());
        document.body.removeEventListener(name, listen);
        expect(heard.map((event) => [event.type, event.constructor.name])).to.deep.equal([
          [name, manifest.events.find((each) => each.name === name)?.type?.text],
        ]);
      });
    }

    it('ready is told once, when the lobby is there', async () => {
      const heard: Event[] = [];
      const listen = (event: Event) => heard.push(event);
      document.addEventListener('ready', listen);
      await openRoom();
      document.removeEventListener('ready', listen);
      expect(heard.map((event) => event.constructor)).to.deep.equal([events.ReadyEvent]);
    });
  });

  describe('methods', () => {
    it('are those that are tested here', () => {
      expect(names(manifest.members.filter(({ kind }) => kind === 'method'))).to.deep.equal(
        Object.keys(METHODS).sort(),
      );
    });

    for (const [name, exercise] of Object.entries(METHODS)) {
      it(`${name}() does what it says`, async () => {
        const room = await openRoom();
        if (name !== 'join') await room.join();
        await exercise(room, lastCall());
      });
    }
  });

  it('properties without an attribute are there', async () => {
    const room = await openRoom();
    const attributes = new Set(manifest.attributes.map(({ fieldName }) => fieldName));
    const properties = manifest.members.filter(({ kind, name }) => kind === 'field' && !attributes.has(name));
    expect(names(properties)).to.deep.equal(['call', 'tokenProvider']);
    const provider = () => Promise.resolve('a.b.c');
    room.tokenProvider = provider;
    expect(room.tokenProvider).to.equal(provider);
    expect(room.call).to.equal(lastCall());
  });

  it('parts, slots and custom properties are those that can be seen in some state, and no others', async function () {
    this.timeout(30_000);
    const seen = { parts: new Set<string>(), slots: new Set<string>(), properties: new Set<string>() };
    for (const show of STATES) {
      await show((room) => note(room, seen));
    }
    const drift = {
      parts: differences(seen.parts, manifest.cssParts),
      slots: differences(seen.slots, manifest.slots),
      properties: differences(seen.properties, manifest.cssProperties),
    };
    const none = { notDescribed: [], neverSeen: [] };
    expect(drift).to.deep.equal({ parts: none, slots: none, properties: none });
  });
});
