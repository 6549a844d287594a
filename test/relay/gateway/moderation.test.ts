/** Hosts and those whom they moderate, over real sockets with real tokens. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import type { RelayMessage } from 'stream-room/protocol/control';
import { newSecret, ProtocolClient } from '../../support/protocol-client.ts';
import { startRelay } from '../../support/relay.ts';
import { startTokenRelay } from '../../support/token-relay.ts';

const UUID = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
const isOf = (type: RelayMessage['type']) => (message: RelayMessage) => message.type === type;

describe('a host', () => {
  it('mutes a track: its packets stop at once, and come again when its publisher wants it', async (t) => {
    const { enter } = await startTokenRelay(t);
    const [host, ada, ben] = [await enter('host'), await enter('member'), await enter('guest')];
    const trackId = await ada.publish();
    await ben.subscribe(trackId);
    ada.sendPacket({ trackId, sequence: 0 });
    await ben.untilPackets(1);
    await host.request({ type: 'mute', participantId: ada.participantId, trackId });
    ada.sendPacket({ trackId, sequence: 1 });
    await ada.settled();
    await ben.settled();
    assert.deepEqual(ada.ofType('muted'), [{ type: 'muted', trackId, by: host.participantId }]);
    assert.equal(ben.ofType('participant-updated').at(-1)?.participant.tracks[0]?.muted, true);
    await ada.request({ type: 'update-track', trackId, muted: false });
    ada.sendPacket({ trackId, sequence: 2 });
    await ben.untilPackets(2);
    assert.deepEqual(
      ben.packets.map(({ sequence }) => sequence),
      [0, 2],
    );
  });

  it('removes somebody, who does not come back: not at once, not with another token, not as another participant', async (t) => {
    const { enter, relay } = await startTokenRelay(t);
    const [host, ada, ben] = [await enter('host'), await enter('member', { subject: 'ada' }), await enter('guest')];
    await host.request({ type: 'remove', participantId: ada.participantId });
    assert.equal((await ada.untilClosed()).code, CLOSE_CODES.forbidden);
    assert.equal(ada.ofType('error').at(-1)?.code, 'removed');
    await ben.until((message) => message.type === 'participant-left' && message.reason === 'removed');
    const isRefused = { code: 'forbidden', message: /removed/ };
    await assert.rejects(enter('member', { subject: 'ada', secret: ada.secret }), isRefused);
    await assert.rejects(enter('host', { subject: 'ada' }), isRefused);
    await assert.rejects(enter('member', { subject: 'somebody else', secret: ada.secret }), isRefused);
    await host.request({ type: 'leave' });
    await ben.request({ type: 'leave' });
    await host.untilClosed();
    await ben.untilClosed();
    assert.equal(relay.rooms, 0);
    await assert.rejects(enter('member', { subject: 'ada' }), isRefused);
    await enter('member', { subject: 'cleo' });
  });

  it('makes somebody a host and takes it back: what they may do changes with their next message', async (t) => {
    const { enter } = await startTokenRelay(t);
    const [host, ada, ben] = [await enter('host'), await enter('guest'), await enter('guest')];
    const ask = () => ada.request({ type: 'ask-to-unmute', participantId: ben.participantId, source: 'camera' });
    await assert.rejects(ask(), { code: 'forbidden', message: /"moderate"/ });
    await host.request({ type: 'set-role', participantId: ada.participantId, role: 'host' });
    await ask();
    await ben.until(isOf('unmute-asked'));
    const [changed] = ada.ofType('role-changed');
    assert.deepEqual([changed?.role, changed?.by], ['host', host.participantId]);
    await host.request({ type: 'set-role', participantId: ada.participantId, role: 'guest' });
    await assert.rejects(ask(), { code: 'forbidden' });
  });

  it('locks the room: who has a place comes back, others do not', async (t) => {
    const { enter } = await startTokenRelay(t);
    const [host, ada] = [await enter('host'), await enter('member')];
    await host.request({ type: 'set-room', locked: true });
    await ada.until(isOf('room-updated'));
    await assert.rejects(enter('member'), { code: 'room-locked' });
    ada.vanish();
    await host.untilTrue(
      () => host.ofType('participant-updated').some((each) => !each.participant.connected),
      'a loss',
    );
    const again = await enter('member', { secret: ada.secret });
    assert.equal(again.participantId, ada.participantId);
    await enter('host');
  });
});

describe('a waiting room', () => {
  it('holds who comes until a host admits them; until then they can do nothing', async (t) => {
    const { enter, knock } = await startTokenRelay(t);
    const host = await enter('host');
    await host.request({ type: 'set-room', waitingRoom: true });
    const ben = await knock('guest', { displayName: 'Ben' });
    await host.until(isOf('waiting-updated'));
    assert.deepEqual(host.ofType('waiting-updated')[0]?.waiting, [{ id: ben.participantId, name: 'Ben' }]);
    await assert.rejects(ben.publish(), { code: 'not-joined', message: /until you are let in/ });
    await assert.rejects(ben.request({ type: 'chat', messageId: UUID, text: 'Let me in' }), { code: 'not-joined' });
    await assert.rejects(ben.join(), { code: 'already-joined' });
    await host.request({ type: 'chat', messageId: UUID, text: 'Among us' });
    await ben.settled();
    assert.equal(ben.ofType('chat').length, 0);
    await host.request({ type: 'admit', participantId: ben.participantId, admitted: true });
    await ben.until(isOf('admitted'));
    const [admitted] = ben.ofType('admitted');
    assert.deepEqual(
      admitted?.result.chat.map(({ text }) => text),
      ['Among us'],
    );
    assert.deepEqual(admitted?.result.waiting, []);
    await ben.publish();
  });

  it('closes those with 4403 whom a host does not want', async (t) => {
    const { enter, knock } = await startTokenRelay(t);
    const host = await enter('host');
    await host.request({ type: 'set-room', waitingRoom: true });
    const ben = await knock('guest');
    await host.request({ type: 'admit', participantId: ben.participantId, admitted: false });
    assert.equal((await ben.untilClosed()).code, CLOSE_CODES.forbidden);
    assert.equal(ben.ofType('error').at(-1)?.code, 'not-admitted');
  });

  it('is left with the connection, and lets everybody in when it is switched off', async (t) => {
    const { enter, knock } = await startTokenRelay(t);
    const host = await enter('host');
    await host.request({ type: 'set-room', waitingRoom: true });
    const [ben, cleo] = [await knock('guest'), await knock('guest')];
    ben.vanish();
    await host.untilTrue(() => host.ofType('waiting-updated').at(-1)?.waiting.length === 1, 'one who waits');
    await host.request({ type: 'set-room', waitingRoom: false });
    await cleo.until(isOf('admitted'));
    await cleo.publish();
  });
});

describe('a token', () => {
  it('that expires is said to, and closes the connection with 4401 half a minute later', {
    timeout: 30_000,
  }, async (t) => {
    const { enter } = await startTokenRelay(t);
    const ada = await enter('member', { expiredMs: 28_000 });
    await ada.until(isOf('token-expiring'));
    assert.equal((await ada.untilClosed(15_000)).code, CLOSE_CODES.badToken);
    assert.equal(ada.ofType('error').at(-1)?.code, 'expired');
  });

  it('is replaced by a newer one, with what that allows', { timeout: 30_000 }, async (t) => {
    const { enter, tokenFor } = await startTokenRelay(t);
    const [host, ada] = [await enter('host'), await enter('member', { subject: 'ada', expiredMs: 25_000 })];
    await assert.rejects(ada.request({ type: 'refresh', token: await tokenFor('member', { subject: 'ben' }) }), {
      code: 'bad-token',
    });
    await assert.rejects(ada.request({ type: 'refresh', token: 'a.b.c' }), { code: 'bad-token' });
    await ada.request({ type: 'refresh', token: await tokenFor('guest', { subject: 'ada', tokenName: 'Ada L.' }) });
    await assert.rejects(ada.request({ type: 'send', data: 1 }), { code: 'forbidden' });
    await assert.rejects(ada.request({ type: 'update', name: 'Somebody' }), { code: 'forbidden' });
    await host.settled();
    const shown = host.ofType('participant-updated').at(-1)?.participant;
    assert.deepEqual([shown?.role, shown?.name], ['guest', 'Ada L.']);
    await new Promise((resolve) => setTimeout(resolve, 6_500));
    await ada.settled();
  });

  it('limits what is published: packets above it are dropped, and the connection stays', async (t) => {
    const { enter } = await startTokenRelay(t);
    // 50 kbit/s: 18,750 bytes at once, and 9,375 a second.
    const [ada, ben] = [await enter('member', { kbps: 50 }), await enter('member')];
    const trackId = await ada.publish();
    await ben.subscribe(trackId);
    for (let sequence = 0; sequence < 200; sequence++) ada.sendPacket({ trackId, sequence }, new Uint8Array(1_000));
    await ada.until((message) => message.type === 'error' && message.code === 'rate-limited');
    await ada.settled();
    await ben.settled();
    assert.ok(ben.packets.length >= 18 && ben.packets.length < 120, `${ben.packets.length}`);
    assert.equal(ada.closed, undefined);
  });

  it('opens its own room only', async (t) => {
    const { tokenFor, relay } = await startTokenRelay(t);
    const options = { token: await tokenFor('member', { room: 'one' }), room: 'two' };
    await assert.rejects(ProtocolClient.join(relay.socketUrl, options), { code: 'forbidden' });
  });
});

describe('a room with a secret', () => {
  const [right, wrong] = [newSecret(), newSecret()];

  it('opens to those who have its proof; where only such rooms are open, others are not', async (t) => {
    const { socketUrl } = await startRelay(t, { open: 'secret-rooms' });
    await ProtocolClient.join(socketUrl, { room: '~abc', proof: right });
    await ProtocolClient.join(socketUrl, { room: '~abc', proof: right });
    const isRefused = { code: 'forbidden', message: /no such room, or this is not its secret/ };
    await assert.rejects(ProtocolClient.join(socketUrl, { room: '~abc', proof: wrong }), isRefused);
    await assert.rejects(ProtocolClient.join(socketUrl, { room: '~abc' }), isRefused);
    await assert.rejects(ProtocolClient.join(socketUrl, { room: 'abc' }), { code: 'forbidden' });
  });
});

it('a gap in the chat is filled on request', async (t) => {
  const relay = await startRelay(t);
  const { client: ada, result } = await ProtocolClient.join(relay.socketUrl);
  for (const text of ['one', 'two', 'three']) {
    await ada.request({ type: 'chat', messageId: `${UUID}-${text}`, text });
  }
  const since = (epoch: string, sequence: number) =>
    ada.request<{ complete: boolean; chat: { text: string }[] }>({ type: 'chat-since', epoch, sequence });
  const some = await since(result.epoch, 1);
  assert.deepEqual([some.complete, some.chat.map(({ text }) => text)], [true, ['two', 'three']]);
  const all = await since(UUID, 2);
  assert.deepEqual([all.complete, all.chat.length], [false, 3]);
});
