/** Hosts at one relay, everybody else at another: what they want is done over there, at once. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Role } from 'stream-room/protocol/control';
import { newSecret, ProtocolClient, type Refused } from '../../support/protocol-client.ts';
import { openRedisProcess } from '../../support/redis-process.ts';
import { type Holder, startTokenRelay } from '../../support/token-relay.ts';

const startOne = async (t: TestContext, redis: string) => {
  const { relay, tokenFor, knock } = await startTokenRelay(t, { redis, drainMs: 0 });
  const joinWith = (token: string, secret = newSecret()) => ProtocolClient.join(relay.socketUrl, { token, secret });
  const join = async (role: Role, { secret, ...holder }: Holder = {}) => joinWith(await tokenFor(role, holder), secret);
  return { tokenFor, knock, join, joinWith };
};

const startTwo = async (t: TestContext) => {
  const { url } = await openRedisProcess(t);
  return { a: await startOne(t, url), b: await startOne(t, url) };
};

const until = (client: ProtocolClient, isTrue: () => boolean, what: string) => client.untilTrue(isTrue, what, 10_000);

describe('moderation between relays', () => {
  it('mutes, and asks to unmute', async (t) => {
    const { a, b } = await startTwo(t);
    const host = await a.join('host');
    const member = await b.join('member');
    const trackId = await member.client.publish();
    const { participantId } = member.client;
    await until(
      host.client,
      () => host.client.ofType('participant-updated').at(-1)?.participant.tracks.length === 1,
      'it',
    );
    await host.client.subscribe(trackId);
    await host.client.request({ type: 'mute', participantId, trackId });
    await until(member.client, () => member.client.ofType('muted').length === 1, 'the mute');
    assert.deepEqual(member.client.ofType('muted')[0], { type: 'muted', trackId, by: host.client.participantId });
    await until(
      host.client,
      () => host.client.ofType('participant-updated').at(-1)?.participant.tracks[0]?.muted === true,
      'its new state',
    );
    member.client.sendPacket({ trackId });
    await host.client.request({ type: 'ask-to-unmute', participantId, source: 'camera' });
    await until(member.client, () => member.client.ofType('unmute-asked').length === 1, 'the question');
    await member.client.settled();
    assert.equal(host.client.packets.length, 0);
  });

  it('makes hosts, whose word counts at once', async (t) => {
    const { a, b } = await startTwo(t);
    const host = await a.join('host');
    const member = await b.join('member');
    const { participantId } = member.client;
    await until(host.client, () => host.client.ofType('participant-joined').length === 1, 'the member');
    await assert.rejects(member.client.request({ type: 'set-room', locked: true }), { code: 'forbidden' });
    await host.client.request({ type: 'set-role', participantId, role: 'host' });
    await until(member.client, () => member.client.ofType('role-changed').length === 1, 'the role');
    await member.client.request({ type: 'set-room', locked: true });
    await until(host.client, () => host.client.ofType('room-updated').length === 1, 'the lock');
    await assert.rejects(a.join('member'), { code: 'room-locked' });
    await assert.rejects(b.join('guest'), { code: 'room-locked' });
    const late = await a.join('host');
    assert.deepEqual(late.result.room, { locked: true, waitingRoom: false });
    assert.equal(late.result.participants.find(({ id }) => id === participantId)?.role, 'host');
  });

  it('what a host made of somebody goes with them to another relay', async (t) => {
    const { a, b } = await startTwo(t);
    const secret = newSecret();
    const holder = { secret, subject: 'ada' };
    const host = await a.join('host');
    const member = await b.join('member', holder);
    const { participantId } = member.client;
    await until(host.client, () => host.client.ofType('participant-joined').length === 1, 'the member');
    await host.client.request({ type: 'set-role', participantId, role: 'guest' });
    await until(
      host.client,
      () => host.client.ofType('participant-updated').some(({ participant }) => participant.role === 'guest'),
      'the role',
    );
    const moved = await a.join('member', holder);
    assert.equal(moved.result.participants.find(({ id }) => id === participantId)?.role, 'guest');
    assert.ok(!moved.result.grants.includes('send'));
  });

  it('removes somebody for good, wherever they try to come back', async (t) => {
    const { a, b } = await startTwo(t);
    const host = await a.join('host');
    const holder = { secret: newSecret(), subject: 'mallory' };
    const member = await b.join('member', holder);
    const { participantId } = member.client;
    await until(host.client, () => host.client.ofType('participant-joined').length === 1, 'the member');
    await host.client.request({ type: 'remove', participantId });
    assert.equal((await member.client.untilClosed()).code, 4403);
    await until(host.client, () => host.client.ofType('participant-left').length === 1, 'their end');
    assert.equal(host.client.ofType('participant-left')[0]?.reason, 'removed');
    await assert.rejects(a.join('member', holder), { code: 'forbidden' });
    await assert.rejects(b.join('member', { subject: 'mallory' }), { code: 'forbidden' });
  });

  it('lets in, or not, who waits at another relay, and everybody where nobody waits any more', async (t) => {
    const { a, b } = await startTwo(t);
    const host = await a.join('host');
    await host.client.request({ type: 'set-room', waitingRoom: true });
    const [first, second, third] = [await b.knock('guest'), await b.knock('guest'), await b.knock('guest')];
    const waiting = () =>
      host.client
        .ofType('waiting-updated')
        .at(-1)
        ?.waiting.map(({ id }) => id);
    await until(host.client, () => waiting()?.length === 3, 'the three');
    await host.client.request({ type: 'admit', participantId: first?.participantId ?? '', admitted: true });
    await until(first as ProtocolClient, () => first?.ofType('admitted').length === 1, 'the way in');
    assert.equal(first?.ofType('admitted')[0]?.result.participants.length, 2);
    await host.client.request({ type: 'admit', participantId: second?.participantId ?? '', admitted: false });
    assert.equal((await second?.untilClosed())?.code, 4403);
    await until(host.client, () => waiting()?.length === 1, 'the last');
    const late = await b.join('host');
    assert.deepEqual(
      late.result.waiting.map(({ id }) => id),
      [third?.participantId],
    );
    await host.client.request({ type: 'set-room', waitingRoom: false });
    await until(third as ProtocolClient, () => third?.ofType('admitted').length === 1, 'the way in');
  });

  it('says so where the other relay cannot be reached, and does it once that can', async (t) => {
    const redis = await openRedisProcess(t);
    const [a, b] = [await startOne(t, redis.url), await startOne(t, redis.url)];
    const host = await a.join('host');
    const member = await b.join('member', { subject: 'mallory' });
    const { participantId } = member.client;
    await until(host.client, () => host.client.ofType('participant-joined').length === 1, 'the member');
    await redis.kill();
    const requests = [
      { type: 'ask-to-unmute', participantId, source: 'camera' },
      { type: 'set-role', participantId, role: 'host' },
      { type: 'remove', participantId },
    ] as const;
    for (const request of requests) await assert.rejects(host.client.request(request), { code: 'unavailable' });
    assert.equal(member.client.closed, undefined);
    await redis.start();
    // The other relay may hear it before this one hears itself, which is refused, too: the second one finds nobody.
    const done = await host.client.insist({ type: 'remove', participantId }).catch(({ code }: Refused) => code);
    assert.ok(done === undefined || done === 'unknown-participant', String(done));
    assert.equal((await member.client.untilClosed()).code, 4403);
  });

  it('a one-time token is good at one relay, once', async (t) => {
    const { a, b } = await startTwo(t);
    const token = await a.tokenFor('member', { once: true });
    await a.joinWith(token);
    await assert.rejects(b.joinWith(token));
  });
});
