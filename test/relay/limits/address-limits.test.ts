/** What one address may do before anything is known of it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { Redis } from 'ioredis';
import { AddressLimits } from '../../../relay/limits/address-limits.ts';
import { openRedisProcess } from '../../support/redis-process.ts';

const CONFIG = { maxConnectionsPerAddress: 3, handshakeRate: { perSecond: 2, burst: 20 } };

/** The limiters read the clock of Node; here it stands still until it is moved. */
function createLimits(t: TestContext) {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  return new AddressLimits(CONFIG);
}

async function failures(limits: AddressLimits, address: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await limits.fail(address);
}

it('holds as many live sockets as an address may have', () => {
  const limits = new AddressLimits(CONFIG);
  const held = [limits.hold('a'), limits.hold('a'), limits.hold('a')];
  assert.equal(limits.hold('a'), undefined);
  assert.ok(limits.hold('b'));
  held[0]?.();
  assert.ok(limits.hold('a'));
  assert.equal(limits.size, 2);
});

describe('handshakes', () => {
  it('are taken up to the burst, and again when its time is over', async (t) => {
    const limits = createLimits(t);
    for (let index = 0; index < 20; index++) assert.equal(await limits.handshake('a'), undefined);
    const refusal = await limits.handshake('a');
    assert.equal(refusal?.error, 'too-many-handshakes');
    assert.equal(refusal?.retryAfterSeconds, 10);
    assert.equal(await limits.handshake('b'), undefined, 'others are not meant');
    t.mock.timers.tick(10_001);
    assert.equal(await limits.handshake('a'), undefined);
  });
});

describe('wrong tokens and proofs', () => {
  it('shut an address out at the tenth within a minute, for a quarter of an hour', async (t) => {
    const limits = createLimits(t);
    await failures(limits, 'a', 9);
    assert.equal(await limits.handshake('a'), undefined);
    await limits.fail('a');
    const refusal = await limits.handshake('a');
    assert.equal(refusal?.error, 'too-many-failures');
    assert.equal(refusal?.retryAfterSeconds, 15 * 60);
    assert.equal(await limits.handshake('b'), undefined);
    t.mock.timers.tick(14 * 60_000);
    assert.equal((await limits.handshake('a'))?.error, 'too-many-failures');
    t.mock.timers.tick(61_000);
    assert.equal(await limits.handshake('a'), undefined);
  });

  it('are forgotten after a minute', async (t) => {
    const limits = createLimits(t);
    await failures(limits, 'a', 9);
    t.mock.timers.tick(60_001);
    await failures(limits, 'a', 9);
    assert.equal(await limits.handshake('a'), undefined);
  });
});

it('with a store that fails this relay counts alone', async () => {
  const broken = { status: 'connecting', defineCommand() {} };
  const limits = new AddressLimits({ ...CONFIG, handshakeRate: { perSecond: 1, burst: 2 } }, broken);
  assert.equal(await limits.handshake('a'), undefined);
  assert.equal(await limits.handshake('a'), undefined);
  assert.equal((await limits.handshake('a'))?.error, 'too-many-handshakes');
  await failures(limits, 'b', 10);
  assert.equal((await limits.handshake('b'))?.error, 'too-many-failures');
});

describe('with Redis', () => {
  /** As relays open it. */
  function connect(t: TestContext, url: string): Redis {
    const redis = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 500 });
    redis.on('error', () => {});
    t.after(() => redis.disconnect());
    return redis;
  }

  it('several relays count together, and what they remember ends by itself', async (t) => {
    const { url } = await openRedisProcess(t);
    const [store, other] = [connect(t, url), connect(t, url)];
    await Promise.all([once(store, 'ready'), once(other, 'ready')]);
    const [first, second] = [new AddressLimits(CONFIG, store), new AddressLimits(CONFIG, other)];
    for (let index = 0; index < 20; index++) {
      assert.equal(await (index % 2 === 0 ? first : second).handshake('a'), undefined);
    }
    assert.equal((await first.handshake('a'))?.error, 'too-many-handshakes');
    assert.equal((await second.handshake('a'))?.error, 'too-many-handshakes');
    await failures(first, 'b', 10);
    const refusal = await second.handshake('b');
    assert.equal(refusal?.error, 'too-many-failures');
    assert.ok(refusal.retryAfterSeconds > 800);
    for (const key of await store.keys('*')) {
      assert.match(key, /^sr:limit:/);
      assert.ok((await store.ttl(key)) > 0, `${key} ends by itself`);
    }
  });

  it('that hangs or is gone nobody is shut out, and each relay counts alone', { timeout: 60_000 }, async (t) => {
    const process = await openRedisProcess(t);
    const store = connect(t, process.url);
    await once(store, 'ready');
    const limits = new AddressLimits({ ...CONFIG, handshakeRate: { perSecond: 0.01, burst: 3 } }, store);
    assert.equal(await limits.handshake('a'), undefined);
    process.pause();
    for (let index = 0; index < 3; index++) assert.equal(await limits.handshake('b'), undefined);
    assert.equal((await limits.handshake('b'))?.error, 'too-many-handshakes');
    process.resume();
    await process.kill();
    assert.equal(await limits.handshake('c'), undefined);
  });
});
