/** Settings in a storage: what is kept where, who is told, and what a broken or hostile storage does. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';
import { type Settings, SettingsStore } from '../../../extension/browser/settings/settings-store.ts';
import { createMemoryStorage } from './memory-storage.ts';

const A = 'https://a.example/';
const B = 'https://b.example/';
const TOKEN = 'head.body.signature';

function open(now = () => 0) {
  const storage = createMemoryStorage();
  return { storage, store: new SettingsStore(storage, now) };
}

const isError = (code: string, field: string) => (error: unknown) =>
  error instanceof SettingsError && error.code === code && error.field === field;

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('settings', () => {
  it('are complete before anything was saved', async () => {
    const { store } = open();
    const settings = await store.read();
    assert.deepEqual(settings.relays, []);
    assert.equal(settings.relay, '');
    assert.equal(settings.cameraOn, true);
    assert.equal(settings.language, 'auto');
  });

  it('follow the person, but for devices and tokens', async () => {
    const { store, storage } = open();
    await store.change({
      displayName: 'Ada',
      camera: 'cam-1',
      relays: [
        { name: 'A', url: A, token: TOKEN },
        { name: 'B', url: B, token: 'of.this.session', forgetsToken: true },
      ],
    });
    assert.deepEqual(Object.keys(storage.items.sync).sort(), ['displayName', 'relays']);
    assert.deepEqual(storage.items.local, { camera: 'cam-1', tokens: { [A]: TOKEN } });
    assert.deepEqual(storage.items.session, { tokens: { [B]: 'of.this.session' } });
    const { relays, relay, displayName } = await store.read();
    assert.deepEqual(
      relays.map(({ token }) => token),
      [TOKEN, 'of.this.session'],
    );
    assert.equal(relay, A, 'the first where none was chosen');
    assert.equal(displayName, 'Ada');
  });

  it('name a relay that is there', async () => {
    const { store } = open();
    await store.change({
      relays: [
        { name: 'A', url: A },
        { name: 'B', url: B },
      ],
      relay: B,
    });
    assert.equal((await store.read()).relay, B);
    await store.change({ relays: [{ name: 'A', url: A }] });
    assert.equal((await store.read()).relay, A);
  });

  it('change together or not at all', async () => {
    const { store, storage } = open();
    await assert.rejects(store.change({ displayName: 'Ada', theme: 'pink' as 'dark' }), isError('bad-value', 'theme'));
    await assert.rejects(store.change({ colour: 'red' } as object), isError('unknown-setting', 'colour'));
    await assert.rejects(store.change({ toString: 'red' } as object), isError('unknown-setting', 'toString'));
    assert.deepEqual(storage.items, { local: {}, sync: {}, session: {} });
  });

  it('are read whatever lies in the storage', async () => {
    const { store, storage } = open();
    for (const raw of [null, 5, 'x', [], [[[]]], { a: 1 }, Number.NaN]) {
      for (const area of [storage.items.local, storage.items.sync, storage.items.session]) {
        for (const key of ['relays', 'tokens', 'theme', 'displayName', 'camera', 'site:https://a.example'])
          area[key] = raw;
      }
      const { displayName, ...settings } = await store.read();
      assert.equal(settings.theme, 'auto');
      assert.deepEqual(settings.relays, []);
      assert.equal(displayName, raw === 'x' ? 'x' : '');
      assert.deepEqual(await store.site('https://a.example/'), { collapsed: false });
      assert.equal((await store.sites()).size, 1);
    }
  });

  it('stay on this computer where nothing can be synchronized', async () => {
    const { store, storage } = open();
    await store.change({ displayName: 'Ada' });
    storage.broken.add('sync');
    await store.change({ displayName: 'Grace', theme: 'dark' });
    assert.equal((await store.read()).displayName, 'Grace');
    storage.broken.delete('sync');
    assert.equal((await store.read()).displayName, 'Grace', 'the newer one counts');
    await store.change({ displayName: 'Edsger' });
    assert.equal((await store.read()).displayName, 'Edsger');
    assert.deepEqual(Object.keys(storage.items.local), ['theme']);
  });

  it('say that they were not saved, and are read all the same', async () => {
    const { store, storage } = open();
    for (const area of ['local', 'sync', 'session'] as const) storage.broken.add(area);
    await assert.rejects(store.change({ displayName: 'Ada' }), isError('not-saved', 'displayName'));
    await assert.rejects(store.change({ camera: 'x' }), isError('not-saved', 'camera'));
    assert.equal((await store.read()).displayName, '');
    storage.broken.clear();
    await store.change({ displayName: 'Ada' });
    assert.equal((await store.read()).displayName, 'Ada', 'a failure does not hold up what comes after it');
  });

  it('tell who watches, in order, until the signal aborts', async () => {
    const { store, storage } = open();
    const seen: string[] = [];
    const end = new AbortController();
    store.observe(({ displayName }: Settings) => seen.push(displayName), end.signal);
    await store.change({ displayName: 'Ada' });
    await settled();
    await store.change({ displayName: 'Grace' });
    await settled();
    assert.deepEqual(seen, ['Ada', 'Grace']);
    await Promise.all(['1', '2', '3', '4'].map((displayName) => store.change({ displayName })));
    await settled();
    assert.equal(seen.at(-1), '4');
    end.abort();
    await store.change({ displayName: 'late' });
    await settled();
    assert.equal(seen.at(-1), '4');
    assert.equal(storage.observers.size, 0);
  });
});

describe('a site', () => {
  it('is remembered by its origin', async () => {
    const { store } = open();
    await store.changeSite('https://a.example/page?x#y', { collapsed: true, room: { named: 'team' } });
    assert.deepEqual(await store.site('https://a.example/other'), { collapsed: true, room: { named: 'team' } });
    assert.deepEqual(await store.site('https://b.example/'), { collapsed: false });
    await assert.rejects(store.site('chrome://version'), isError('not-a-site', 'site'));
    await assert.rejects(store.changeSite('x', {}), isError('not-a-site', 'site'));
  });

  it('keeps every change of a page that makes many at once', async () => {
    const { store } = open();
    await Promise.all([
      store.changeSite('https://a.example/', { collapsed: true }),
      store.changeSite('https://a.example/', { room: 'site' }),
      store.changeSite('https://a.example/', { size: { width: 300, height: 300 } }),
    ]);
    assert.deepEqual(await store.site('https://a.example/'), {
      collapsed: true,
      room: 'site',
      size: { width: 300, height: 300 },
    });
  });

  it('makes room for newer ones', async () => {
    let time = 0;
    const { store } = open(() => ++time);
    for (let index = 0; index < 502; index++) await store.changeSite(`https://s${index}.example`, { collapsed: true });
    const sites = [...(await store.sites()).keys()];
    assert.equal(sites.length, 500);
    assert.equal(sites[0], 'https://s501.example');
    assert.equal(sites.at(-1), 'https://s2.example');
  });

  it('is forgotten alone or with all others', async () => {
    const { store } = open();
    for (const name of ['a', 'b', 'c']) await store.changeSite(`https://${name}.example`, {});
    await store.forgetSites(['https://b.example']);
    assert.deepEqual([...(await store.sites()).keys()], ['https://a.example', 'https://c.example']);
    await store.forgetSites([]);
    await store.forgetSites((await store.sites()).keys());
    assert.equal((await store.sites()).size, 0);
  });

  it('follows its relay to a new address, and lets go of one that is gone', async () => {
    const { store } = open(() => 9);
    await store.changeSite('https://x.example', { relay: A });
    await store.changeSite('https://y.example', { relay: B });
    await store.moveRelay(A, 'https://new.example/');
    await store.moveRelay(B, undefined);
    assert.equal((await store.site('https://x.example')).relay, 'https://new.example/');
    assert.equal((await store.site('https://y.example')).relay, undefined);
  });
});

it('everything comes back after a reset', async () => {
  const { store, storage } = open();
  await store.change({ displayName: 'Ada', relays: [{ name: 'A', url: A, token: TOKEN }], camera: 'x' });
  await store.changeSite('https://a.example', { collapsed: true });
  storage.items.session['mint:1'] = 'of the background';
  const before = structuredClone(storage.items);
  const snapshot = await store.snapshot();
  await store.restore();
  assert.deepEqual(await store.read(), await open().store.read());
  assert.equal((await store.sites()).size, 0);
  assert.deepEqual(storage.items.session, { 'mint:1': 'of the background' });
  await store.change({ theme: 'dark' });
  await store.restore(snapshot);
  assert.deepEqual(storage.items, before);
});
