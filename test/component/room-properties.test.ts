import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { ATTRIBUTES } from '../../component/attributes.ts';
import '../../component/define.ts';
import type { StreamRoom } from '../../component/stream-room.ts';
import { type FakeCall, useFakeCalls } from './support/fake-call.ts';

describe('properties', () => {
  let calls: FakeCall[];

  before(() => {
    calls = useFakeCalls();
  });

  it('have their fallbacks before anything is set', () => {
    const room = document.createElement('stream-room');
    for (const [name, { fallback }] of Object.entries(ATTRIBUTES))
      expect(room[name as 'room'], name).to.equal(fallback);
  });

  it('read what a framework gives them: booleans, numbers, undefined', () => {
    const room = document.createElement('stream-room');
    Object.assign(room, { video: false, chat: true, fps: 15, autojoin: 'on', layout: 'strip' });
    expect([room.video, room.chat, room.fps, room.autojoin, room.layout]).to.deep.equal([
      'off',
      'on',
      15,
      true,
      'strip',
    ]);
    Object.assign(room, { video: undefined, layout: null, fps: undefined });
    expect([room.video, room.layout, room.fps]).to.deep.equal(['on', 'grid', 30]);
  });

  it('follow their attributes, and fall back when those go', () => {
    const room = document.createElement('stream-room');
    room.setAttribute('no-lobby', '');
    room.setAttribute('theme', 'dark');
    expect([room.noLobby, room.theme]).to.deep.equal([true, 'dark']);
    room.removeAttribute('no-lobby');
    room.removeAttribute('theme');
    expect([room.noLobby, room.theme]).to.deep.equal([false, 'auto']);
  });

  it('of one element are not those of another', () => {
    const [one, two] = [document.createElement('stream-room'), document.createElement('stream-room')];
    one.room = 'one';
    expect(two.room).to.equal('');
  });

  it('take a token off the tag, and keep it', async () => {
    const room = await fixture<StreamRoom>(html`<stream-room room="team" token="a.b.c" no-lobby></stream-room>`);
    expect(room.token).to.equal('a.b.c');
    expect(room.outerHTML).not.to.contain('a.b.c');
    room.setAttribute('token', 'd.e.f');
    expect(room.hasAttribute('token')).to.equal(false);
    expect(room.token).to.equal('d.e.f');
    expect(calls.at(-1)?.options.token).to.equal('a.b.c');
    await room.updateComplete;
    expect(calls.at(-1)?.log.at(-1)).to.deep.equal(['configure', { token: 'd.e.f' }]);
  });

  it('give the Call the secret in the page’s address, and another one where that changes', async () => {
    const before = location.href;
    history.replaceState(null, '', '#');
    const room = await fixture<StreamRoom>(html`<stream-room room="team" room-secret="hash" no-lobby></stream-room>`);
    const secret = calls.at(-1)?.options.roomSecret;
    expect(location.hash).to.equal(`#room=${secret}`);
    expect(room.roomLink).to.equal(location.href);
    expect(room.outerHTML).not.to.contain(secret);
    const other = 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE';
    location.hash = `#room=${other}`;
    await waitUntil(() => calls.at(-1)?.options.roomSecret === other);
    history.replaceState(null, '', before);
  });

  it('make no other room of a link that is cut off, and say so', async () => {
    const before = location.href;
    history.replaceState(null, '', '#room=half-of-a-secret');
    const room = await fixture<StreamRoom>(html`<stream-room room="team" room-secret="hash"></stream-room>`);
    const error = () => room.shadowRoot?.querySelector<HTMLElement>('[part~=error]');
    await waitUntil(error);
    expect(error()?.dataset['code']).to.equal('bad-room');
    expect(error()?.textContent).to.contain('Check the link you were given');
    expect(location.hash).to.equal('#room=half-of-a-secret');
    history.replaceState(null, '', before);
  });

  it('name several relays, each as whole as one', async () => {
    const relay = '/call https://other.example/';
    await fixture<StreamRoom>(html`<stream-room room="team" relay=${relay} no-lobby></stream-room>`);
    expect(calls.at(-1)?.options.relay).to.equal(`${location.origin}/call https://other.example/`);
  });
});
