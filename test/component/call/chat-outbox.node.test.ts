import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatEntry } from '../../../component/call/call-state.ts';
import { ChatOutbox } from '../../../component/call/chat-outbox.ts';
import { type RequestBody, RequestRefused } from '../../../component/call/requests.ts';
import { CallError } from '../../../component/support/errors.ts';
import { settle, TestClock } from '../support/test-clock.ts';

function outbox() {
  const clock = new TestClock();
  const asked: { body: RequestBody; resolve: (result: unknown) => void; reject: (error: unknown) => void }[] = [];
  const shown: [text: string, status: string][] = [];
  const line = { joined: true };
  const box = new ChatOutbox({
    clock,
    isJoined: () => line.joined,
    ask: (body) => new Promise((resolve, reject) => asked.push({ body, resolve, reject })),
    onEntry: ({ text, status }) => shown.push([text, status]),
  });
  const texts = () => asked.map(({ body }) => (body.type === 'chat' ? body.text : body.type));
  return { box, clock, asked, shown, line, texts };
}

const entry = (text: string): ChatEntry => ({
  messageId: `message-${text}----------`,
  sequence: undefined,
  epoch: undefined,
  participantId: 'me',
  name: 'Me',
  text,
  atMs: 5,
  mine: true,
  status: 'sending',
});

describe('the chat outbox', () => {
  it('shows a message at once and again when the relay has it', async () => {
    const { box, asked, shown } = outbox();
    const sending = box.send(entry('hi'));
    assert.deepEqual(shown, [['hi', 'sending']]);
    asked[0]?.resolve({ epoch: 'first-epoch-----', sequence: 7, atMs: 99 });
    const sent = await sending;
    assert.deepEqual([sent.epoch, sent.sequence, sent.atMs, sent.status], ['first-epoch-----', 7, 99, 'sent']);
    assert.deepEqual(shown.at(-1), ['hi', 'sent']);
  });

  it('holds what is written while there is no connection, and sends it in order when there is', async () => {
    const { box, asked, line, texts } = outbox();
    line.joined = false;
    void box.send(entry('one'));
    void box.send(entry('two'));
    assert.equal(asked.length, 0);
    line.joined = true;
    box.rejoined();
    assert.deepEqual(texts(), ['one', 'two']);
  });

  it('sends again what a broken connection left open, and nothing that was acknowledged', async () => {
    const { box, asked, line, texts } = outbox();
    void box.send(entry('one'));
    void box.send(entry('two'));
    asked[0]?.resolve({ sequence: 1, atMs: 1 });
    await settle();
    line.joined = false;
    asked[1]?.reject(new CallError('request-failed', 'broke'));
    await settle();
    line.joined = true;
    box.rejoined();
    assert.deepEqual(texts(), ['one', 'two', 'two']);
  });

  it('waits a second where the relay has had enough', async () => {
    const { box, asked, clock, texts } = outbox();
    const sending = box.send(entry('fast'));
    asked[0]?.reject(new RequestRefused('rate-limited', 'slow down'));
    await clock.advance(900);
    assert.deepEqual(texts(), ['fast']);
    await clock.advance(200);
    assert.deepEqual(texts(), ['fast', 'fast']);
    asked[1]?.resolve({ sequence: 1, atMs: 1 });
    assert.equal((await sending).status, 'sent');
  });

  it('loses nothing of what is written much faster than the relay takes it, nor its order', async () => {
    const { box, asked, clock } = outbox();
    const all = Array.from({ length: 100 }, (_, index) => box.send(entry(`${index}`)));
    const taken: string[] = [];
    let refused = 0;
    for (let second = 0; second < 60 && taken.length < 100; second++) {
      let allowed = 5;
      for (let more = true; more; ) {
        const waiting = asked.splice(0);
        more = waiting.length > 0;
        for (const { body, resolve, reject } of waiting) {
          allowed -= 1;
          if (allowed >= 0) {
            taken.push(body.type === 'chat' ? body.text : '');
            resolve({ epoch: 'first-epoch-----', sequence: taken.length, atMs: 1 });
          } else {
            refused += 1;
            reject(new RequestRefused('rate-limited', 'slow down'));
          }
        }
        await settle();
      }
      await clock.advance(1_000);
    }
    await Promise.all(all);
    assert.deepEqual(
      taken,
      Array.from({ length: 100 }, (_, index) => `${index}`),
    );
    // More than five a second, and the relay would close the connection in the end.
    assert.ok(refused <= 100, String(refused));
  });

  it('asks a slow relay again', async () => {
    const { box, asked, texts } = outbox();
    void box.send(entry('slow'));
    asked[0]?.reject(new CallError('request-timeout', 'no answer'));
    await settle();
    assert.deepEqual(texts(), ['slow', 'slow']);
  });

  it('fails what the relay refuses for good', async () => {
    const { box, asked, shown, texts } = outbox();
    const sending = box.send(entry('huge'));
    asked[0]?.reject(new RequestRefused('too-large', 'too large'));
    await assert.rejects(sending, /too large/);
    assert.deepEqual(shown.at(-1), ['huge', 'failed']);
    box.rejoined();
    assert.deepEqual(texts(), ['huge'], 'and does not try again');
  });

  it('fails what is left when the call ends', async () => {
    const { box, shown, clock } = outbox();
    const rejected = assert.rejects(box.send(entry('late')), /ended/);
    box.close();
    await rejected;
    assert.deepEqual(shown.at(-1), ['late', 'failed']);
    assert.equal(clock.waiting, 0);
  });
});
