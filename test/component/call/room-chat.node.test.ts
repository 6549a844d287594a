import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatEntry } from '../../../component/call/call-state.ts';
import { withEntries } from '../../../component/call/chat-log.ts';
import { type RequestBody, RequestRefused } from '../../../component/call/requests.ts';
import { RoomChat } from '../../../component/call/room-chat.ts';
import type { ChatMessage } from '../../../component/protocol/control.ts';
import { TestClock } from '../support/test-clock.ts';
import { EPOCH, joinResult } from './fake-relay.ts';

const OTHER_EPOCH = 'epoch-2---------------';
const said = (sequence: number, epoch = EPOCH): ChatMessage => ({
  messageId: `${epoch}-${sequence}-------------`,
  sequence,
  participantId: 'participant-grace-----',
  name: 'Grace',
  text: `${sequence}`,
  // Clocks of relays differ: what counts is the sequence.
  atMs: 1_000 - sequence,
});
const messages = (first: number, last: number, epoch = EPOCH) =>
  Array.from({ length: last - first + 1 }, (_, index) => said(first + index, epoch));

function chatOf(answer: (body: RequestBody) => unknown = () => undefined) {
  const clock = new TestClock();
  const asked: RequestBody[] = [];
  let chat: readonly ChatEntry[] = [];
  const room = new RoomChat({
    clock,
    isJoined: () => true,
    ownId: () => 'me',
    ask: async (body) => {
      asked.push(body);
      return answer(body);
    },
    onEntries: (entries) => {
      chat = withEntries(chat, entries);
    },
  });
  const hear = (sequence: number, epoch = EPOCH) =>
    room.delivered({ type: 'chat', epoch, message: said(sequence, epoch) });
  const join = (...known: ChatMessage[]) => room.joined(joinResult('me', [], { chat: known }));
  return { room, clock, asked, hear, join, texts: () => chat.map(({ text }) => text).join(' ') };
}

describe('the chat of a room', () => {
  it('fetches what is missing, and shows everything once and in order', async () => {
    const { clock, asked, hear, join, texts } = chatOf(() => ({ epoch: EPOCH, complete: true, chat: messages(3, 6) }));
    join(...messages(1, 2));
    hear(5);
    hear(6);
    await clock.advance(1_000);
    assert.deepEqual(asked, [{ type: 'chat-since', epoch: EPOCH, sequence: 2 }]);
    assert.equal(texts(), '1 2 3 4 5 6');
  });

  it('asks for nothing where a message was only overtaken', async () => {
    const { clock, asked, hear, join, texts } = chatOf();
    join(...messages(1, 2));
    hear(4);
    hear(3);
    await clock.advance(1_000);
    assert.deepEqual(asked, []);
    assert.equal(texts(), '1 2 3 4');
  });

  it('takes the receipt of an own message for one that came', async () => {
    const { room, clock, asked, hear, join } = chatOf(({ type }) =>
      type === 'chat' ? { epoch: EPOCH, sequence: 4, atMs: 7 } : { epoch: EPOCH, complete: true, chat: messages(3, 3) },
    );
    join(...messages(1, 2));
    await room.send({
      ...said(0),
      messageId: 'own-------------------',
      participantId: 'me',
      sequence: undefined,
      epoch: undefined,
      mine: true,
      status: 'sending',
    });
    await clock.advance(1_000);
    assert.deepEqual(asked.at(-1), { type: 'chat-since', epoch: EPOCH, sequence: 2 });
    hear(5);
    await clock.advance(1_000);
    assert.equal(asked.length, 2, 'nothing is missing now');
  });

  it('in another epoch asks for what is there, and keeps what was said before, above it', async () => {
    const { clock, asked, hear, join, texts } = chatOf(() => ({
      epoch: OTHER_EPOCH,
      complete: false,
      chat: messages(1, 3, OTHER_EPOCH),
    }));
    join(...messages(1, 2));
    hear(3, OTHER_EPOCH);
    await clock.advance(1_000);
    assert.deepEqual(asked, [{ type: 'chat-since', epoch: EPOCH, sequence: 2 }]);
    assert.equal(texts(), '1 2 1 2 3');
    hear(4, OTHER_EPOCH);
    await clock.advance(1_000);
    assert.equal(asked.length, 1);
  });

  it('after a long absence asks for what lies before what the join brought', async () => {
    const { clock, asked, join, texts } = chatOf(() => ({ epoch: EPOCH, complete: false, chat: messages(8, 12) }));
    join(...messages(1, 2));
    join(...messages(10, 12));
    await clock.advance(10);
    assert.deepEqual(asked, [{ type: 'chat-since', epoch: EPOCH, sequence: 2 }]);
    assert.equal(texts(), '1 2 8 9 10 11 12');
    join(...messages(10, 12));
    await clock.advance(10);
    assert.equal(asked.length, 1, 'what the relay no longer has is not asked for again');
  });

  it('fetches all of what was said in a long absence, page after page', async () => {
    const { clock, asked, join, texts } = chatOf((body) => {
      const after = body.type === 'chat-since' ? body.sequence : 0;
      return { epoch: EPOCH, complete: true, chat: messages(after + 1, Math.min(after + 200, 700)) };
    });
    join(...messages(1, 2));
    join(...messages(501, 700));
    await clock.advance(10);
    assert.deepEqual(
      asked.map((body) => body.type === 'chat-since' && body.sequence),
      [2, 202, 402],
    );
    assert.equal(
      texts(),
      messages(1, 700)
        .map(({ text }) => text)
        .join(' '),
    );
  });

  it('asks again where the relay refused, though nobody says anything any more', async () => {
    let refusals = 3;
    const { clock, asked, hear, join, texts } = chatOf(() => {
      refusals -= 1;
      if (refusals >= 0) throw new RequestRefused('rate-limited', 'Too many chat messages a second.');
      return { epoch: EPOCH, complete: true, chat: messages(3, 6) };
    });
    join(...messages(1, 2));
    hear(6);
    await clock.advance(10_000);
    assert.equal(texts(), '1 2 3 4 5 6');
    assert.equal(asked.length, 4);
    assert.equal(clock.waiting, 0);
  });

  it('asks again when the answer was lost', async () => {
    let isDeaf = true;
    const { clock, asked, hear, join, texts } = chatOf(() => {
      if (isDeaf) throw new Error('broken');
      return { epoch: EPOCH, complete: true, chat: messages(2, 4) };
    });
    join(said(1));
    hear(3);
    await clock.advance(1_000);
    isDeaf = false;
    hear(4);
    await clock.advance(1_000);
    assert.equal(asked.length, 2);
    assert.equal(texts(), '1 2 3 4');
  });
});
