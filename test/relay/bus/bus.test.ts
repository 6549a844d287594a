import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Bus } from '../../../relay/bus/bus.ts';
import { MemoryBus, MemoryHub } from '../../../relay/bus/memory-bus.ts';
import { RedisBus } from '../../../relay/bus/redis-bus.ts';
import { eventually } from '../../support/eventually.ts';
import { openRedisProcess, type RedisProcess } from '../../support/redis-process.ts';
import { openTcpProxy } from '../../support/tcp-proxy.ts';

const WAYS: Record<string, (t: TestContext) => Promise<() => Promise<Bus>>> = {
  'in memory': async () => {
    const hub = new MemoryHub();
    return async () => new MemoryBus(hub);
  },
  'over Redis': async (t) => {
    const { port } = await openRedisProcess(t);
    return async () => {
      const bus = new RedisBus({ host: '127.0.0.1', port });
      await bus.untilReady();
      return bus;
    };
  },
};

for (const [name, prepare] of Object.entries(WAYS)) {
  describe(`a bus ${name}`, () => {
    it('brings messages to all who listen, in order, and says how many those are', async (t) => {
      const open = await prepare(t);
      const [a, b] = [await open(), await open()];
      t.after(() => Promise.all([a.close(), b.close()]));
      const heard: string[] = [];
      await a.subscribe('sr:one', (bytes) => heard.push(`a ${bytes}`));
      await b.subscribe('sr:one', (bytes) => heard.push(`b ${bytes}`));
      await b.subscribe('sr:other', (bytes) => heard.push(`other ${bytes}`));
      assert.equal(await a.publish('sr:one', 'first'), 2);
      assert.equal(await a.publish('sr:one', Buffer.from('second')), 2);
      assert.equal(await a.publish('sr:nobody', 'lost'), 0);
      await eventually(() => assert.equal(heard.length, 4));
      assert.deepEqual(
        heard.filter((each) => each.startsWith('a')),
        ['a first', 'a second'],
      );
      assert.deepEqual(
        heard.filter((each) => each.startsWith('b')),
        ['b first', 'b second'],
      );
    });

    it('brings nothing more once it is not wanted', async (t) => {
      const open = await prepare(t);
      const bus = await open();
      t.after(() => bus.close());
      const heard: string[] = [];
      await bus.subscribe('sr:one', (bytes) => heard.push(bytes.toString()));
      bus.unsubscribe('sr:one');
      await bus.subscribe('sr:two', (bytes) => heard.push(bytes.toString()));
      await bus.publish('sr:one', 'unwanted');
      await bus.publish('sr:two', 'wanted');
      await eventually(() => assert.deepEqual(heard, ['wanted']));
    });

    it('has a way of its own for media, whose bytes arrive as they were', async (t) => {
      const open = await prepare(t);
      const bus = await open();
      t.after(() => bus.close());
      const control: string[] = [];
      const media: Buffer[] = [];
      await bus.subscribe('sr:control', (bytes) => control.push(bytes.toString()));
      await bus.media.subscribe('sr:media', (bytes) => media.push(bytes));
      const packet = Uint8Array.from({ length: 256 }, (_, index) => index);
      await bus.media.publish('sr:media', packet);
      await eventually(() => assert.deepEqual(media, [Buffer.from(packet)]));
      assert.deepEqual(control, []);
      assert.equal(bus.media.bufferedBytes, 0);
    });
  });
}

describe('a bus over Redis', () => {
  const openBus = async (t: TestContext, port: number) => {
    const bus = new RedisBus({ host: '127.0.0.1', port });
    t.after(() => bus.close());
    await bus.untilReady();
    return bus;
  };

  it('listens again after Redis was restarted, and says that something may be missing', async (t) => {
    const redis: RedisProcess = await openRedisProcess(t);
    const bus = await openBus(t, redis.port);
    let gaps = 0;
    bus.onGap(() => {
      gaps += 1;
    });
    const heard: string[] = [];
    await bus.subscribe('sr:one', (bytes) => heard.push(bytes.toString()));
    await redis.kill();
    await assert.rejects(bus.publish('sr:one', 'into the void'), { code: 'unavailable' });
    await redis.start();
    await eventually(() => assert.ok(gaps > 0), 15_000);
    await eventually(async () => assert.ok((await bus.publish('sr:one', 'back')) === 1), 15_000);
    await eventually(() => assert.ok(heard.includes('back')));
    assert.ok(!heard.includes('into the void'));
  });

  it('gives a hung Redis up, and is back when that is', async (t) => {
    const redis = await openRedisProcess(t);
    const bus = await openBus(t, redis.port);
    redis.pause();
    t.after(async () => redis.resume());
    await assert.rejects(bus.publish('sr:one', 'lost'), { code: 'unavailable' });
    redis.resume();
    await eventually(async () => assert.equal(await bus.publish('sr:one', 'back'), 0), 15_000);
  });

  it('can build its ways in anew without losing what it listens to', async (t) => {
    const redis = await openRedisProcess(t);
    const proxy = await openTcpProxy(redis.port);
    t.after(() => proxy.close());
    const bus = await openBus(t, proxy.port);
    const heard: string[] = [];
    await bus.subscribe('sr:one', (bytes) => heard.push(bytes.toString()));
    let gaps = 0;
    bus.onGap(() => {
      gaps += 1;
    });
    bus.rebuild();
    await eventually(() => assert.equal(gaps, 1), 15_000);
    assert.equal(await bus.publish('sr:one', 'still'), 1);
    await eventually(() => assert.deepEqual(heard, ['still']));
  });

  it('says so where no Redis answers', async (t) => {
    const bus = new RedisBus({ host: '127.0.0.1', port: 1 });
    t.after(() => bus.close());
    await assert.rejects(bus.untilReady(), { code: 'unavailable', message: /did not answer/ });
    await assert.rejects(
      bus.subscribe('sr:one', () => {}),
      { code: 'unavailable' },
    );
  });
});
