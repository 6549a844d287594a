import { expect } from '@open-wc/testing';
import { ATTRIBUTES } from '../../component/attributes.ts';
import '../../component/define.ts';
import { useFakeCalls } from './support/fake-call.ts';

describe('properties', () => {
  before(() => useFakeCalls());

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
});
