/** `/live` and `/ready`. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startRelay } from '../../support/relay.ts';

for (const [path, status] of [
  ['live', 'live'],
  ['ready', 'ready'],
]) {
  it(`/${path} answers 200, and is never cached`, async (t) => {
    const { url } = await startRelay(t);
    const response = await fetch(`${url}${path}`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), { status });
  });
}
