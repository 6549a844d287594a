import { aTimeout, expect, oneEvent, waitUntil } from '@open-wc/testing';
import { RoomProperties } from '../../component/room-properties.ts';
import { StreamRoom } from '../../component/stream-room.ts';
import { CallError } from '../../component/support/errors.ts';
import { fakeDevice, participant, remoteTrack, useFakeCalls } from './support/fake-call.ts';
import { find, findAll, focused, openCall, openRoom, part, press, settled, tiles } from './support/open-room.ts';

const methods = (log: readonly (readonly unknown[])[]) => log.map(([method]) => method);

describe('<stream-room> in the lobby', () => {
  it('shows oneself, the room, and says that it is ready', async () => {
    const calls = useFakeCalls();
    const room = document.createElement('stream-room');
    room.room = 'team';
    setTimeout(() => document.body.append(room));
    await oneEvent(room, 'ready');
    expect(methods(calls[0]?.log ?? [])).to.include('preview');
    await waitUntil(() => find<HTMLVideoElement>(room, '.preview video')?.srcObject);
    expect(part(room, 'lobby')?.textContent).to.contain('team');
    room.remove();
  });

  it('shows a label instead of the room’s name wherever there is one, and tells nobody else', async () => {
    const { room, call, calls } = await openRoom({
      attributes: { room: 'h-4f1c', label: '<b>Stand-up</b>' },
      prepare: (each) => {
        each.waitsFirst = true;
      },
    });
    const seen = (name: string) => part(room, name)?.textContent ?? '';
    const isLabel = (text: string) => {
      expect(text).to.contain('<b>Stand-up</b>');
      expect(text).not.to.contain('h-4f1c');
    };
    isLabel(seen('lobby'));
    let letIn = () => {};
    call().joinGate = new Promise((resolve) => {
      letIn = resolve;
    });
    void room.join();
    await waitUntil(() => part(room, 'waiting-room'));
    isLabel(seen('waiting-room'));
    letIn();
    await waitUntil(() => part(room, 'empty'));
    isLabel(seen('empty'));
    isLabel(seen('room-name'));
    room.label = '';
    await settled(room);
    expect(seen('room-name')).to.contain('h-4f1c');
    room.label = '<b>Stand-up</b>';
    await room.leave();
    await waitUntil(() => part(room, 'ended'));
    isLabel(seen('ended'));
    expect(calls).to.have.length(1);
    expect(JSON.stringify([call().options, call().log])).not.to.contain('Stand-up');
  });

  it('asks for a name before it joins, and joins by Enter in the field', async () => {
    const { room, call } = await openRoom({ attributes: { 'display-name': '' } });
    await press(room, '[part~=join-button]');
    expect(methods(call().log)).not.to.include('join');
    const field = find<HTMLInputElement>(room, 'input[name=name]');
    expect(focused(room)).to.equal(field);
    expect(field?.getAttribute('aria-invalid')).to.equal('true');
    expect(find(room, '#name-hint')?.textContent).to.contain('Enter your name');
    if (field) field.value = '  Grace\u202e  Hopper ';
    field?.dispatchEvent(new Event('input', { bubbles: true }));
    await settled(room);
    expect(field?.getAttribute('aria-invalid')).to.equal('false');
    expect(field?.value, 'what is typed stays as typed').to.equal('  Grace\u202e  Hopper ');
    field?.form?.requestSubmit();
    await waitUntil(() => part(room, 'call'));
    expect(call().options.name).to.equal('Grace Hopper');
    expect(room.displayName).to.equal('Grace Hopper');
  });

  it('switches camera and microphone, and shows devices to choose from', async () => {
    const { room, call } = await openRoom();
    await press(room, '.preview [part~=camera-button]');
    expect(call().state.value.camera.status).to.equal('off');
    expect(find(room, '.preview video')).to.equal(null);
    expect(find(room, '.preview .avatar')?.textContent).to.equal('A');
    const select = find<HTMLSelectElement>(room, 'select[data-kind=microphone]');
    expect([...(select?.options ?? [])].map(({ value }) => value)).to.deep.equal(['mic-1', 'mic-2']);
    if (select) select.value = 'mic-2';
    select?.dispatchEvent(new Event('change', { bubbles: true }));
    expect(call().log.at(-1)).to.deep.equal(['setDevice', 'microphone', 'mic-2']);
  });

  it('shows a device that comes in while it looks', async () => {
    const { room, call } = await openRoom();
    call().devices.value = [...call().devices.value, fakeDevice('camera', 'cam-3', 'Third')];
    await settled(room);
    expect(find(room, 'select[data-kind=camera]')?.textContent).to.contain('Third');
  });

  for (const code of [
    'permission-denied',
    'permission-policy',
    'permission-system',
    'no-camera',
    'device-busy',
  ] as const) {
    it(`says what to do about ${code}, and joins all the same`, async () => {
      const { room } = await openRoom({
        prepare: (call) => {
          call.deviceErrors.camera = new CallError(code, code);
        },
      });
      await waitUntil(() => part(room, 'device-error'));
      expect(part(room, 'device-error')?.dataset['code']).to.equal(code);
      expect(part(room, 'device-error')?.textContent?.trim()).to.have.length.above(20);
      await room.join();
      await waitUntil(() => part(room, 'call'));
    });
  }

  it('tries a failed device again when told to', async () => {
    const { room, call } = await openRoom({
      prepare: (each) => {
        each.deviceErrors.camera = new CallError('device-busy', 'busy');
      },
    });
    await waitUntil(() => part(room, 'device-error'));
    delete call().deviceErrors.camera;
    await press(room, '.device-alarm button');
    expect(part(room, 'device-error')).to.equal(null);
    expect(call().state.value.camera.status).to.equal('on');
  });

  for (const code of [
    'relay-unreachable',
    'refused',
    'bad-relay',
    'bad-room',
    'browser-too-old',
    'insecure-page',
  ] as const) {
    it(`stays in the lobby, with oneself in the picture, when joining fails with ${code}; and joins the next time`, async () => {
      const { room, call } = await openRoom({
        prepare: (each) => {
          each.joinError = new CallError(code, code);
        },
      });
      const error = await room.join().catch((reason: unknown) => reason);
      expect((error as CallError).code).to.equal(code);
      await settled(room);
      expect(part(room, 'error')?.dataset['code']).to.equal(code);
      expect(part(room, 'lobby')).not.to.equal(null);
      expect(call().state.value.camera.status, 'previewing again').to.equal('on');
      call().joinError = undefined;
      await room.join();
      await waitUntil(() => part(room, 'call'));
    });
  }

  it('says at once when it has no room', async () => {
    const { room } = await openRoom({ attributes: { room: '' } });
    expect(part(room, 'error')?.dataset['code']).to.equal('bad-room');
    room.room = 'team';
    await settled(room);
    expect(part(room, 'error')).to.equal(null);
  });

  it('never asks for what is "none", and has no button for it', async () => {
    const { room, call } = await openRoom({ attributes: { video: 'none', audio: 'none' } });
    expect(part(room, 'preview')).to.equal(null);
    expect(call().options.video).to.equal('none');
    await room.join();
    await waitUntil(() => part(room, 'call'));
    expect(part(room, 'camera-button')).to.equal(null);
    expect(part(room, 'microphone-button')).to.equal(null);
  });

  it('no-lobby: touches no device before the call', async () => {
    const { room, call } = await openRoom({ attributes: { 'no-lobby': '' } });
    expect(methods(call().log)).not.to.include('preview');
    expect(part(room, 'preview')).to.equal(null);
    await press(room, '[part~=join-button]');
    await waitUntil(() => part(room, 'call'));
  });

  it('autojoin: joins by itself, as a guest where nobody gave a name; a failure says so and joins again', async () => {
    const { room, call } = await openRoom({
      attributes: { autojoin: '', 'display-name': '' },
      prepare: (each) => {
        each.joinError = new CallError('relay-unreachable', 'x');
      },
    });
    await waitUntil(() => part(room, 'ended'));
    expect(call().options.name).to.equal('Guest');
    expect(part(room, 'ended')?.textContent).to.contain('does not answer');
    call().joinError = undefined;
    await press(room, '[part~=rejoin-button]');
    await waitUntil(() => part(room, 'call'));
  });
});

describe('<stream-room> in the call', () => {
  it('has a tile for everybody, with one picture in each remote one', async () => {
    const { room, call } = await openCall(['Bo', 'Cy', 'Di']);
    expect(tiles(room)).to.have.length(4);
    for (const { id } of call().state.value.participants) {
      const pictures = findAll(room, `[data-participant-id="${id}"] [part~=video]`);
      expect(pictures).to.have.length(1);
      expect(pictures[0]).to.be.instanceOf(HTMLCanvasElement);
      expect(pictures[0]?.getBoundingClientRect().width).to.be.above(100);
    }
    expect(findAll(room, '[data-participant-id]')).to.have.length(3);
    expect(findAll(room, '[part~=self-view] video')).to.have.length(1);
  });

  it('keeps the canvases when the layout changes, opens no track twice, and closes them at the end', async () => {
    const { room, call } = await openCall(['Bo', 'Cy']);
    const before = findAll(room, 'canvas');
    for (const layout of ['speaker', 'strip', 'grid'] as const) {
      room.setLayout(layout);
      await settled(room);
      expect(findAll(room, 'canvas')).to.have.members(before);
    }
    expect(call().log.filter(([method]) => method === 'openVideo')).to.have.length(2);
    expect(call().openViews.size).to.equal(2);
    await room.leave();
    await settled(room);
    expect(call().openViews.size).to.equal(0);
  });

  it('opens no more pictures than there are tiles on the stage', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `Person ${index}`);
    const { room, call } = await openCall(names, { size: [320, 420] });
    expect(call().openViews.size).to.be.below(60);
    expect(call().openViews.size).to.equal(findAll(room, '[data-participant-id]').length);
    expect(part(room, 'overflow')?.textContent?.trim()).to.equal(`+${61 - tiles(room).length}`);
    await press(room, '[part~=overflow]');
    expect(findAll(room, '[part~=person]')).to.have.length(61);
  });

  it('shows a shared screen large and whole, beside its owner', async () => {
    const { room, call } = await openCall(['Bo', 'Cy']);
    const bo = call().state.value.participants[0];
    call().change({
      participants: call().state.value.participants.map((each) =>
        each === bo
          ? { ...each, tracks: [...each.tracks, remoteTrack(777, { source: 'screen', width: 1280, height: 720 })] }
          : each,
      ),
    });
    await waitUntil(() => find(room, '[data-source=screen] canvas'));
    await settled(room);
    expect(find(room, '[data-source=screen]')?.dataset['place']).to.equal('main');
    expect(getComputedStyle(find(room, '[data-source=screen] canvas') as Element).objectFit).to.equal('contain');
    const first = find(room, `[data-participant-id="${bo?.id}"]`);
    expect(first?.dataset['source'], 'the camera comes first in the document').to.equal('camera');
  });

  it('marks who is muted, without a picture, speaking or cut off', async () => {
    const { room, call } = await openCall(['Bo', 'Cy']);
    const [bo, cy] = call().state.value.participants;
    call().change({
      participants: [
        {
          ...participant('Bo'),
          tracks: (bo?.tracks ?? []).map((track) => ({ ...track, muted: true })),
          speaking: true,
        },
        { ...participant('Cy'), tracks: cy?.tracks ?? [], connected: false },
      ],
    });
    await settled(room);
    const tile = (id = '') => find(room, `[data-participant-id="${id}"]`);
    expect(tile(bo?.id)?.querySelector('[part~=muted]')).not.to.equal(null);
    expect(tile(bo?.id)?.querySelector('[part~=avatar]')).not.to.equal(null);
    expect(tile(bo?.id)?.hasAttribute('data-speaking')).to.equal(true);
    expect(tile(bo?.id)?.getAttribute('aria-label')).to.equal('Bo, microphone off, camera off');
    expect(tile(cy?.id)?.querySelector('[part~=connection-lost]')).not.to.equal(null);
  });

  it('pins a picture, and lets it go', async () => {
    const { room, call } = await openCall(['Bo', 'Cy', 'Di']);
    const id = call().state.value.participants[2]?.id ?? '';
    await press(room, `[data-participant-id="${id}"] .pin`);
    expect(find(room, `[data-participant-id="${id}"]`)?.dataset['place']).to.equal('main');
    await press(room, `[data-participant-id="${id}"] .pin`);
    expect(find(room, `[data-participant-id="${id}"]`)?.dataset['place']).to.equal('even');
  });

  it('says that it reconnects, and when one is back', async () => {
    const { room, call } = await openCall();
    call().change({ connection: 'reconnecting' });
    await settled(room);
    expect(find(room, '[data-kind=reconnecting]')?.textContent).to.contain('Reconnecting');
    expect(tiles(room), 'the pictures stay').to.have.length(2);
    call().change({ connection: 'connected' });
    await settled(room);
    expect(find(room, '[data-kind=reconnecting]')).to.equal(null);
    expect(part(room, 'toasts')?.textContent).to.contain('back');
  });

  it('offers to let sound be heard, where the browser holds it back', async () => {
    const { room, call } = await openCall();
    call().change({ audioBlocked: true });
    await settled(room);
    await press(room, '[data-kind=audio-blocked] button');
    expect(methods(call().log)).to.include('unblockAudio');
    expect(find(room, '[data-kind=audio-blocked]')).to.equal(null);
  });

  for (const [reason, words] of [
    ['left', 'You left'],
    ['replaced', 'somewhere else'],
    ['removed', 'removed'],
    ['gave-up', 'does not answer'],
  ] as const) {
    it(`ends (${reason}) with words and a way back`, async () => {
      const { room, call, calls } = await openCall();
      call().end(reason);
      await waitUntil(() => part(room, 'ended'));
      expect(part(room, 'ended')?.textContent).to.contain(words);
      expect(call().state.value.camera.status).to.equal('off');
      await press(room, '[part~=rejoin-button]');
      await waitUntil(() => part(room, 'call'));
      expect(calls, 'the same Call').to.have.length(1);
    });
  }

  it('goes back to the lobby from the end', async () => {
    const { room } = await openCall();
    await room.leave();
    await settled(room);
    await press(room, '.ended-actions .button:not(.primary)');
    expect(part(room, 'lobby')).not.to.equal(null);
    expect(find(room, '.preview video')).not.to.equal(null);
  });
});

describe('<stream-room>, its attributes while it lives', () => {
  it('take effect without leaving the call', async () => {
    const { room, call, calls } = await openCall();
    room.setAttribute('codec', 'mjpeg');
    room.setAttribute('quality', '360p');
    room.setAttribute('fps', '15');
    room.setAttribute('display-name', 'Grace');
    room.setAttribute('video', 'off');
    await settled(room);
    expect(call().options).to.include({
      codec: 'mjpeg',
      quality: '360p',
      framesPerSecond: 15,
      name: 'Grace',
      video: 'off',
    });
    expect(call().state.value.camera.status).to.equal('off');
    for (const [name, value] of [
      ['layout', 'speaker'],
      ['theme', 'dark'],
      ['minimal', ''],
      ['chat', 'off'],
      ['lang', 'de'],
    ] as const) {
      room.setAttribute(name, value);
    }
    await settled(room);
    expect(calls).to.have.length(1);
    expect(methods(call().log).filter((method) => method === 'join')).to.have.length(1);
    expect(methods(call().log)).not.to.include('leave');
  });

  it('room and relay: leaves, and joins the other one, with the same Call', async () => {
    const { room, call, calls } = await openCall();
    const heard: string[] = [];
    room.addEventListener('leave', (event) => heard.push(`leave ${event.detail.room}`));
    room.addEventListener('join', (event) => heard.push(`join ${event.detail.room}`));
    room.room = 'other';
    await waitUntil(() => heard.length === 2);
    expect(heard).to.deep.equal(['leave team', 'join other']);
    await waitUntil(() => part(room, 'call'));
    expect(calls).to.have.length(1);
    room.relay = 'https://relay.example/';
    await waitUntil(() => heard.length === 4);
    expect(call().options.relay).to.equal('https://relay.example/');
  });

  it('two changes of room in one go join the last one only', async () => {
    const { room, call } = await openCall();
    room.room = 'second';
    await room.updateComplete;
    room.room = 'third';
    await waitUntil(() => part(room, 'call') && call().options.room === 'third');
    await settled(room);
    expect(call().state.value.connection).to.equal('connected');
  });

  it('a bad one warns and falls back', async () => {
    const { warn } = console;
    const warnings: unknown[] = [];
    console.warn = (text: unknown) => warnings.push(text);
    const { room } = await openRoom({ attributes: { layout: 'circle' } });
    console.warn = warn;
    expect(room.layout).to.equal('grid');
    expect(warnings.join()).to.contain('<stream-room> layout: "circle" was received, allowed is one of "grid"');
  });

  it('set before the element is known, they count', async () => {
    useFakeCalls();
    class Late extends StreamRoom {}
    const late = document.createElement('late-room') as StreamRoom;
    late.room = 'early';
    document.body.append(late);
    customElements.define('late-room', Late);
    await late.updateComplete;
    expect(late.room).to.equal('early');
    expect(find(late, '.welcome')?.textContent).to.contain('early');
    late.remove();
  });

  it('the relay is where the script came from, else the page', async () => {
    const { scriptUrl } = RoomProperties;
    try {
      RoomProperties.scriptUrl = 'https://relay.example/base/stream-room.js';
      expect((await openRoom()).call().options.relay).to.equal('https://relay.example/base/');
      RoomProperties.scriptUrl = 'file:///somewhere/stream-room.js';
      expect((await openRoom()).call().options.relay).to.equal(location.origin);
      expect((await openRoom({ attributes: { relay: '/calls/' } })).call().options.relay).to.equal(
        `${location.origin}/calls/`,
      );
      expect((await openRoom({ attributes: { relay: 'nonsense' } })).call().options.relay).to.equal('nonsense');
    } finally {
      RoomProperties.scriptUrl = scriptUrl;
    }
  });
});

describe('<stream-room> in the page', () => {
  it('keeps the call when it is moved', async () => {
    const { room, call, calls } = await openCall();
    const other = document.createElement('div');
    document.body.append(other);
    const canvas = find(room, 'canvas');
    other.append(room);
    await aTimeout(1_200);
    expect(methods(call().log)).not.to.include('leave');
    expect(calls).to.have.length(1);
    expect(find(room, 'canvas')).to.equal(canvas);
    expect(find<HTMLVideoElement>(room, '[part~=self-video]')?.paused).to.equal(false);
    other.remove();
  });

  it('leaves when it is removed: no light stays on; put back, it is in its lobby', async () => {
    const { room, call, calls } = await openCall();
    const first = call();
    const parent = room.parentElement;
    const track = first.state.value.camera.stream?.getTracks()[0];
    room.remove();
    await waitUntil(() => first.isClosed, 'closes', { timeout: 2_000 });
    expect(track?.readyState).to.equal('ended');
    parent?.append(room);
    await waitUntil(() => part(room, 'lobby'));
    expect(calls).to.have.length(2);
  });

  it('several are several: no state is shared', async () => {
    const one = await openCall(['Bo'], { attributes: { room: 'one' } });
    const two = await openCall(['Cy'], { attributes: { room: 'two' } });
    expect(one.call()).not.to.equal(two.call());
    await two.room.leave();
    await settled(one.room);
    expect(part(one.room, 'call')).not.to.equal(null);
    expect(part(two.room, 'call')).to.equal(null);
  });

  it('leaves when the page goes', async () => {
    const { call } = await openCall();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(methods(call().log)).to.include('leave');
  });

  it('its events bubble out of shadow roots, are of their class, and come once', async () => {
    const { room, call } = await openCall();
    const heard: Event[] = [];
    const onEvent = (event: Event) => heard.push(event);
    document.addEventListener('participant-update', onEvent);
    const { ParticipantUpdateEvent } = await import('../../component/events.ts');
    call().dispatchEvent(new ParticipantUpdateEvent(participant('Bo')));
    document.removeEventListener('participant-update', onEvent);
    expect(heard).to.have.length(1);
    expect(heard[0]).to.be.instanceOf(ParticipantUpdateEvent);
    expect(heard[0]?.target).to.equal(room);
  });
});
