import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Connection, type ConnectionOptions } from '../../../component/call/connection.ts';
import { RelayAddresses } from '../../../component/call/relay-address.ts';
import type { JoinResult, RelayMessage } from '../../../component/protocol/control.ts';
import { CallError } from '../../../component/support/errors.ts';
import { TestClock } from '../support/test-clock.ts';
import { FakeMediaHost } from './fake-media-host.ts';
import { FakeRelay } from './fake-relay.ts';

function connected(changes: Partial<ConnectionOptions> = {}) {
  const relay = new FakeRelay();
  const media = new FakeMediaHost(relay);
  const clock = new TestClock();
  const happened: string[] = [];
  const results: JoinResult[] = [];
  const messages: RelayMessage[] = [];
  const ends: { reason: string; error: CallError }[] = [];
  let wake = () => {};
  const connection = new Connection({
    media,
    relays: new RelayAddresses('wss://relay.example.com', 'https:', 0),
    room: 'team',
    proof: undefined,
    token: () => undefined,
    freshToken: () => Promise.resolve(undefined),
    secret: 'a'.repeat(43),
    name: () => 'Ada',
    clock,
    wakes: (onWake) => {
      wake = onWake;
    },
    isIdle: () => false,
    onJoined: (result) => {
      happened.push('joined');
      results.push(result);
    },
    onWaiting: (participantId) => happened.push(`waiting ${participantId.slice(0, 11)}`),
    onReconnecting: () => happened.push('reconnecting'),
    onMessage: (message) => messages.push(message),
    onEnded: (reason, error) => {
      happened.push('ended');
      ends.push({ reason, error });
    },
    ...changes,
  });
  return { connection, relay, media, clock, happened, results, messages, ends, wake: () => wake() };
}

describe('a connection that breaks', () => {
  it('comes back as the same participant, resumed', async () => {
    const { connection, media, relay, clock, happened, results } = connected();
    connection.open();
    await clock.advance(20_000);
    media.disconnected(1006, '');
    assert.equal(connection.joined, false);
    await clock.advance(500);
    assert.deepEqual(happened, ['joined', 'reconnecting', 'joined']);
    assert.deepEqual(
      results.map(({ resumed }) => resumed),
      [false, true],
    );
    assert.equal(relay.said[0] && 'secret' in relay.said[0] && relay.said[0].secret, 'a'.repeat(43));
    assert.equal(results[0]?.participantId, results[1]?.participantId);
  });

  it('tries again and again, later each time, and never gives up', async () => {
    const { connection, media, relay, clock, ends } = connected();
    connection.open();
    await clock.advance(20_000);
    relay.up = false;
    media.disconnected(1006, '');
    const triedAt: number[] = [];
    for (let seconds = 0; seconds < 600; seconds++) {
      await clock.advance(1_000);
      triedAt.push(media.posts('connect').length - 1);
    }
    // With chance 0.5: after 0.5, 1.5, 3.5, 6, 8.5 … s.
    assert.equal(triedAt[1], 2);
    assert.equal(triedAt[3], 3);
    assert.ok((triedAt.at(-1) ?? 0) >= 240, 'every 2.5 s in the long run');
    assert.deepEqual(ends, []);
    relay.up = true;
    await clock.advance(5_000);
    assert.ok(connection.joined);
  });

  it('does not begin from the smallest delay after a connection of a moment', async () => {
    const { connection, media, clock } = connected();
    clock.chance = 0.999;
    connection.open();
    await clock.advance(20_000);
    const delayAfterBreak = async () => {
      const before = media.posts('connect').length;
      media.disconnected(1006, '');
      let waitedMs = 0;
      while (media.posts('connect').length === before) {
        await clock.advance(100);
        waitedMs += 100;
      }
      return waitedMs;
    };
    assert.equal(await delayAfterBreak(), 1_000);
    assert.equal(await delayAfterBreak(), 2_000);
    assert.equal(await delayAfterBreak(), 4_000);
    await clock.advance(10_000);
    assert.equal(await delayAfterBreak(), 1_000, 'ten good seconds make it a good connection');
  });

  it('tries at once when the page is looked at again, but once only', async () => {
    const { connection, media, relay, clock, wake } = connected();
    clock.chance = 0.9;
    connection.open();
    await clock.advance(20_000);
    relay.up = false;
    media.disconnected(1006, '');
    await clock.advance(30_000);
    const before = media.posts('connect').length;
    wake();
    wake();
    wake();
    await clock.advance(500);
    assert.equal(media.posts('connect').length, before + 1);
  });

  it('asks whether it still lives when the page wakes up, and comes back when it does not', async () => {
    const { connection, relay, clock, wake, happened } = connected();
    connection.open();
    await clock.advance(20_000);
    wake();
    await clock.advance(6_000);
    assert.equal(relay.count('ping'), 1);
    assert.deepEqual(happened, ['joined'], 'an answered question changes nothing');
    relay.answers.set('ping', () => 'silence');
    wake();
    await clock.advance(5_000);
    await clock.advance(5_000);
    assert.deepEqual(happened, ['joined', 'reconnecting', 'joined']);
  });

  it('waits to be woken when nobody looks and nothing is sent for a minute', async () => {
    const { connection, media, relay, clock, wake } = connected({ isIdle: () => true });
    connection.open();
    await clock.advance(20_000);
    relay.up = false;
    media.disconnected(1006, '');
    await clock.advance(70_000);
    const before = media.posts('connect').length;
    await clock.advance(600_000);
    assert.equal(media.posts('connect').length, before);
    relay.up = true;
    wake();
    await clock.advance(500);
    assert.ok(connection.joined);
  });

  it('fails what was asked and not answered', async () => {
    const { connection, media, relay, clock } = connected();
    connection.open();
    await clock.advance(10);
    relay.answers.set('update', () => 'silence');
    const asked = assert.rejects(
      connection.ask({ type: 'update', name: 'Grace' }),
      (error) => error instanceof CallError && error.code === 'request-failed',
    );
    media.disconnected(1006, '');
    await asked;
    await assert.rejects(connection.ask({ type: 'leave' }), /no connection/);
  });
});

describe('a connection that is refused', () => {
  for (const [code, reason, errorCode] of [
    [4409, 'replaced', 'replaced'],
    [4403, 'removed', 'refused'],
    [4406, 'refused', 'version'],
    [4400, 'removed', 'refused'],
  ] as const) {
    it(`with ${code} ends for good: ${reason}`, async () => {
      const { connection, media, clock, ends, happened } = connected();
      connection.open();
      await clock.advance(10);
      media.disconnected(code, 'the relay says why');
      await clock.advance(60_000);
      assert.deepEqual(happened, ['joined', 'ended']);
      assert.equal(ends[0]?.reason, reason);
      assert.equal(ends[0]?.error.code, errorCode);
      assert.match(ends[0]?.error.message ?? '', /the relay says why/);
      assert.equal(media.posts('connect').length, 1);
      assert.equal(clock.waiting, 0);
    });
  }

  it('repeats what the relay said before it closed', async () => {
    const { connection, media, clock, ends } = connected();
    connection.open();
    await clock.advance(10);
    media.tell({ type: 'error', code: 'bad-message', message: 'trackId is wrong' });
    media.disconnected(4400, '');
    assert.match(ends[0]?.error.message ?? '', /trackId is wrong/);
  });

  it('tries again where the relay only has too much to do', async () => {
    const { connection, relay, clock, happened } = connected();
    relay.answers.set('join', () => ({ error: 'rate-limited' }));
    connection.open();
    await clock.advance(100);
    relay.answers.clear();
    await clock.advance(3_000);
    assert.deepEqual(happened, ['joined']);
  });

  it('says version where the answer cannot be understood', async () => {
    const { connection, relay, clock, ends } = connected();
    relay.answers.set('join', () => ({ result: { participantId: 7 } }));
    connection.open();
    await clock.advance(10);
    assert.equal(ends[0]?.error.code, 'version');
  });
});

describe('a relay that says nothing', () => {
  it('is given up 8 s after the first try: a socket that never opens', async () => {
    const { connection, media, clock, ends } = connected();
    media.post = (message) => void media.posted.push(message);
    connection.open();
    await clock.advance(12_000);
    assert.equal(ends[0]?.reason, 'gave-up');
    assert.equal(ends[0]?.error.code, 'relay-unreachable');
    assert.ok(media.posts('disconnect').length > 0, 'the socket is not left open');
  });

  it('is tried again when a join is not answered', async () => {
    const { connection, relay, media, clock } = connected();
    connection.open();
    await clock.advance(20_000);
    relay.answers.set('join', () => 'silence');
    media.disconnected(1006, '');
    await clock.advance(10_300);
    relay.answers.clear();
    await clock.advance(6_000);
    assert.ok(connection.joined);
  });

  it('a late "connected" of a socket that was given up joins nothing', async () => {
    const { connection, relay, media, clock, ends } = connected();
    media.post = (message) => void media.posted.push(message);
    connection.open();
    await clock.advance(8_100);
    media.connectedTo = 'late';
    media.say({ type: 'connected' });
    await clock.advance(100);
    assert.equal(relay.count('join'), 0);
    await clock.advance(3_000);
    assert.equal(ends.length, 1);
  });
});

describe('closing a connection', () => {
  it('says goodbye, disconnects, and leaves nothing ticking; again, it does nothing', async () => {
    const { connection, relay, media, clock, ends } = connected();
    connection.open();
    await clock.advance(10);
    await connection.leave();
    await connection.leave();
    connection.close();
    assert.equal(relay.count('leave'), 1);
    assert.equal(media.posts('disconnect').length, 1);
    await clock.advance(60_000);
    assert.equal(media.posts('connect').length, 1, 'it does not come back');
    assert.deepEqual(ends, []);
    assert.equal(clock.waiting, 0);
  });
});

describe('the waiting room', () => {
  const WAITING = { participantId: 'participant-waiting---', waiting: true };
  const waiting = async (changes: Partial<ConnectionOptions> = {}) => {
    const bench = connected(changes);
    bench.relay.answers.set('join', () => ({ result: WAITING }));
    bench.connection.open();
    await bench.clock.advance(10);
    return bench;
  };

  it('is waited in for as long as it takes, until one is admitted', async () => {
    const { connection, relay, media, clock, happened, results } = await waiting();
    assert.deepEqual(happened, ['waiting participant']);
    await clock.advance(3_600_000);
    assert.equal(connection.joined, false);
    assert.deepEqual(happened, ['waiting participant']);
    media.tell({ type: 'admitted', result: relay.joinResult(WAITING.participantId) });
    assert.equal(connection.joined, true);
    assert.equal(results[0]?.participantId, WAITING.participantId);
  });

  it('is come back to when the connection breaks, however long the relay is away', async () => {
    const { relay, media, clock, happened, ends } = await waiting();
    relay.up = false;
    media.disconnected(1006, '');
    await clock.advance(120_000);
    assert.deepEqual(ends, []);
    relay.up = true;
    await clock.advance(6_000);
    assert.equal(happened.filter((what) => what.startsWith('waiting')).length, 2);
  });

  it('ends with a reason where a host says no', async () => {
    const { media, clock, ends } = await waiting();
    media.disconnected(4403, 'not admitted');
    await clock.advance(60_000);
    assert.equal(ends[0]?.reason, 'refused');
    assert.equal(ends[0]?.error.code, 'not-admitted');
    assert.equal(clock.waiting, 0);
  });
});

describe('a token', () => {
  const offered = (media: FakeMediaHost) => media.posts('connect').map(({ subprotocols }) => subprotocols);

  it('goes along with each socket, behind the version', async () => {
    let token = 'a.b.c';
    const { connection, media, clock } = connected({ token: () => token });
    connection.open();
    await clock.advance(20_000);
    token = 'd.e.f';
    media.disconnected(1006, '');
    await clock.advance(1_000);
    assert.deepEqual(offered(media), [
      ['stream-room.v1', 'stream-room.token.a.b.c'],
      ['stream-room.v1', 'stream-room.token.d.e.f'],
    ]);
  });

  it('that is refused is replaced once by a fresh one', async () => {
    let token = 'old.old.old';
    const { connection, media, clock, happened, ends } = connected({
      token: () => token,
      freshToken: () => {
        token = 'new.new.new';
        return Promise.resolve(token);
      },
    });
    connection.open();
    await clock.advance(20_000);
    media.disconnected(4401, 'expired');
    await clock.advance(10);
    assert.equal(connection.joined, true);
    assert.deepEqual(happened, ['joined', 'reconnecting', 'joined']);
    assert.equal(offered(media).at(-1)?.[1], 'stream-room.token.new.new.new');
    assert.deepEqual(ends, []);
  });

  it('that is refused is left away where the page says null: one comes back as a guest', async () => {
    let token: string | undefined = 'old.old.old';
    const { connection, media, clock, ends } = connected({
      token: () => token,
      freshToken: () => {
        token = undefined;
        return Promise.resolve(null);
      },
    });
    connection.open();
    await clock.advance(20_000);
    media.disconnected(4401, 'expired');
    await clock.advance(10);
    assert.equal(connection.joined, true);
    assert.equal(offered(media).at(-1)?.[1], undefined);
    assert.deepEqual(ends, []);
  });

  it('that is refused, and the page says null where there was none: the call ends', async () => {
    const bench = connected({ token: () => undefined, freshToken: () => Promise.resolve(null) });
    bench.connection.open();
    await bench.clock.advance(10);
    bench.media.disconnected(4401, 'This relay needs a token.');
    await bench.clock.advance(10);
    assert.equal(bench.ends[0]?.error.code, 'bad-token');
  });

  it('that is refused twice ends the call', async () => {
    let count = 0;
    const bench = connected({ token: () => `t.${count}.t`, freshToken: () => Promise.resolve(`t.${++count}.t`) });
    const { connection, media, clock, ends } = bench;
    bench.relay.answers.set('join', () => {
      queueMicrotask(() => media.disconnected(4401, 'not for this relay'));
      return 'silence';
    });
    connection.open();
    await clock.advance(60_000);
    assert.equal(media.posts('connect').length, 2);
    assert.equal(ends[0]?.error.code, 'bad-token');
    assert.match(ends[0]?.error.message ?? '', /not for this relay/);
  });

  it('that is refused ends the call at once where nobody has another', async () => {
    const { connection, media, clock, ends } = connected({ token: () => 'a.b.c' });
    connection.open();
    await clock.advance(10);
    media.disconnected(4401, 'expired');
    await clock.advance(10);
    assert.equal(ends[0]?.reason, 'refused');
    assert.equal(ends[0]?.error.code, 'bad-token');
    assert.ok(!JSON.stringify(ends).includes('a.b.c'));
  });
});

describe('several relays', () => {
  it('are tried in turn, and the one that answers is kept', async () => {
    const relays = new RelayAddresses('wss://one.example wss://two.example wss://three.example', 'https:', 0.4);
    const { connection, relay, media, clock } = connected({ relays });
    relay.up = false;
    connection.open();
    await clock.advance(2_000);
    relay.up = true;
    await clock.advance(3_000);
    assert.ok(connection.joined);
    const tried = media.posts('connect').map(({ url }) => url.replace(/wss:..|.example.*/g, ''));
    assert.deepEqual(tried.slice(0, 4), ['two', 'three', 'one', 'two']);
  });

  it('one that does not answer at all does not use up the patience for the others', async () => {
    const relays = new RelayAddresses('wss://one.example wss://two.example', 'https:', 0);
    const { connection, relay, media, clock } = connected({ relays });
    const post = media.post.bind(media);
    media.post = (message) => {
      if (message.type !== 'connect' || !message.url.includes('one')) post(message);
    };
    connection.open();
    await clock.advance(7_000);
    assert.ok(connection.joined);
    assert.equal(relay.count('join'), 1);
  });
});
