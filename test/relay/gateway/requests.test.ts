/** Every request there is, from the first word to the last, over real sockets. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ClientMessage, Grant, type Role } from 'stream-room/protocol/control';
import { ROLE_GRANTS } from '../../../relay/auth/identity.ts';
import { RULES, ruleOf } from '../../../relay/gateway/requests.ts';
import { ProtocolClient, Refused } from '../../support/protocol-client.ts';
import { startRelay } from '../../support/relay.ts';
import { startTokenRelay } from '../../support/token-relay.ts';

const UUID = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';

it('there is a rule for every message that the protocol knows', () => {
  const types = ClientMessage.options.map((schema) => schema.entries.type.literal);
  assert.equal(types.length, 20);
  for (const type of types) assert.ok(ruleOf({ type } as Parameters<typeof ruleOf>[0]).maxBytes > 0, type);
});

it('a call: join, publish, update, subscribe, chat, data, unsubscribe, unpublish, leave', async (t) => {
  const relay = await startRelay(t);
  const { client: ada } = await ProtocolClient.join(relay.socketUrl, { name: 'Ada' });
  const { client: ben } = await ProtocolClient.join(relay.socketUrl, { name: 'Ben' });
  assert.match(ada.participantId, /^[\w-]{22}$/);
  assert.notEqual(ada.participantId, ben.participantId);

  const trackId = await ada.publish();
  const size = { codec: 'vp8', width: 640, height: 480, framesPerSecond: 30 };
  await ada.request({ type: 'update-track', trackId, ...size });
  await ada.request({ type: 'update', name: 'Ada L.', clockOffsetMicros: -5.5 });
  await ben.settled();
  const shown = ben.ofType('participant-updated').at(-1)?.participant;
  assert.deepEqual([shown?.name, shown?.clockOffsetMicros], ['Ada L.', -5.5]);
  assert.deepEqual(shown?.tracks, [{ id: trackId, kind: 'video', source: 'camera', muted: false, ...size }]);

  await ben.subscribe(trackId);
  ada.sendPacket({ trackId });
  await ben.untilPackets(1);
  ben.webSocket.send(JSON.stringify({ type: 'request-keyframe', trackId }));
  await ada.untilTrue(() => ada.ofType('keyframe-requested').length === 2, 'two keyframe requests');

  const chat = await ada.request<{ sequence: number }>({ type: 'chat', messageId: UUID, text: 'Hello\nBen' });
  assert.deepEqual(await ada.request({ type: 'chat', messageId: UUID, text: 'Hello\nBen' }), chat);
  await ada.request({ type: 'send', data: { nested: [1, null, 'x'] }, to: [ben.participantId] });
  await ada.request({ type: 'send', data: null });
  await ben.settled();
  assert.deepEqual(
    ben.ofType('chat').map(({ message }) => message.text),
    ['Hello\nBen'],
  );
  assert.deepEqual(
    ben.ofType('data').map(({ from, data }) => [from, data]),
    [
      [ada.participantId, { nested: [1, null, 'x'] }],
      [ada.participantId, null],
    ],
  );

  await ben.request({ type: 'unsubscribe', trackId });
  ada.sendPacket({ trackId });
  await ada.settled();
  await ben.settled();
  assert.equal(ben.packets.length, 1);
  await ada.request({ type: 'unpublish', trackId });
  await ada.request({ type: 'leave' });
  assert.equal((await ada.untilClosed()).code, 1000);
  await ben.settled();
  assert.deepEqual(ben.ofType('participant-left'), [
    { type: 'participant-left', participantId: ada.participantId, reason: 'left' },
  ]);
});

it('a late comer sees everybody, their tracks, and the last 200 messages', async (t) => {
  const relay = await startRelay(t, { chatRate: { perSecond: 1_000, burst: 1_000 } });
  const { client: ada } = await ProtocolClient.join(relay.socketUrl);
  const trackId = await ada.publish('audio');
  for (let number = 1; number <= 210; number++) {
    await ada.request({ type: 'chat', messageId: `${UUID}-${number}`, text: 'x'.repeat(4_000) });
  }
  const { result } = await ProtocolClient.join(relay.socketUrl);
  assert.equal(result.chat.length, 200);
  assert.deepEqual([result.chat[0]?.sequence, result.chat.at(-1)?.sequence], [11, 210]);
  assert.equal(result.participants[0]?.tracks[0]?.id, trackId);
});

it('rooms know nothing of each other', async (t) => {
  const relay = await startRelay(t);
  const { client: ada } = await ProtocolClient.join(relay.socketUrl, { room: 'one' });
  const { client: ben, result } = await ProtocolClient.join(relay.socketUrl, { room: 'One' });
  assert.equal(result.participants.length, 1);
  const trackId = await ada.publish();
  await assert.rejects(ben.subscribe(trackId), { code: 'unknown-track' });
  await assert.rejects(ben.request({ type: 'send', data: 1, to: [ada.participantId] }), {
    code: 'unknown-participant',
  });
  await ada.request({ type: 'chat', messageId: UUID, text: 'Hello' });
  await ben.settled();
  assert.equal(ben.ofType('chat').length + ben.ofType('participant-updated').length, 0);
});

describe('who may send what', () => {
  const NOBODY = 'x'.repeat(22);
  /** One of each, which does nothing where it is allowed. */
  const messages: { readonly [Type in keyof typeof RULES]: object } = {
    ping: {},
    refresh: { token: 'x' },
    join: { room: 'test', name: 'Ada', secret: 'A'.repeat(43) },
    update: {},
    publish: { kind: 'audio', source: 'microphone', muted: true },
    unpublish: { trackId: 5 },
    'update-track': { trackId: 5, muted: true },
    subscribe: { trackId: 5 },
    unsubscribe: { trackId: 5 },
    'request-keyframe': { trackId: 5 },
    chat: { messageId: UUID, text: 'x' },
    'chat-since': { epoch: UUID, sequence: 0 },
    send: { data: 1, to: [NOBODY] },
    mute: { participantId: NOBODY, trackId: 5 },
    'ask-to-unmute': { participantId: NOBODY, source: 'camera' },
    remove: { participantId: NOBODY },
    'set-role': { participantId: NOBODY, role: 'guest' },
    'set-room': {},
    admit: { participantId: NOBODY, admitted: true },
    leave: {},
  };
  const answerTo = async (client: ProtocolClient, type: string): Promise<string> => {
    const message = { type, ...messages[type as keyof typeof messages] };
    if (type === 'request-keyframe') return 'none';
    return client.request(message as Parameters<ProtocolClient['request']>[0]).then(
      () => 'done',
      (error: unknown) => (error instanceof Refused ? error.code : 'lost'),
    );
  };

  /** Everybody that a token can make: each role as it is, and each with one grant less. */
  const people = (Object.keys(ROLE_GRANTS) as Role[]).flatMap((role) => {
    const all = [...ROLE_GRANTS[role]];
    return [all, ...all.map((missing) => all.filter((grant) => grant !== missing))].map((grants) => ({ role, grants }));
  });

  for (const { role, grants } of people) {
    it(`a ${role} with ${grants.join(', ')}`, async (t) => {
      const { enter } = await startTokenRelay(t);
      const client = await enter(role, { grants });
      for (const type of Object.keys(messages)) {
        const { grant } = RULES[type as keyof typeof RULES];
        const isAllowed = grant === undefined || grants.includes(grant);
        const answer = await answerTo(client, type);
        if (type !== 'request-keyframe') assert.equal(answer !== 'forbidden', isAllowed, `${type}: ${answer}`);
      }
    });
  }

  it('and before a join: only what needs no seat', async (t) => {
    const { relay, tokenFor } = await startTokenRelay(t);
    const client = await ProtocolClient.open(relay.socketUrl, { token: await tokenFor('host') });
    const answers: Record<string, string> = {};
    for (const type of Object.keys(messages)) {
      if (type !== 'join') answers[type] = await answerTo(client, type);
    }
    for (const [type, answer] of Object.entries(answers)) {
      const { seated } = RULES[type as keyof typeof RULES];
      if (type !== 'request-keyframe') assert.equal(answer === 'not-joined', seated, `${type}: ${answer}`);
    }
  });

  it('every grant allows something, and every moderation needs that of hosts', () => {
    const used = new Set(Object.values(RULES).map(({ grant }) => grant));
    for (const grant of Grant.options) assert.ok(used.has(grant), grant);
    const moderation = ['mute', 'ask-to-unmute', 'remove', 'set-role', 'set-room', 'admit'] as const;
    for (const type of moderation) assert.equal(RULES[type].grant, 'moderate');
  });
});
