import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ensurePrograms, requireNode, SetUpError } from '../../demo/set-up.mjs';

describe('set-up', () => {
  for (const version of ['20.20.0', '20.21.1', '22.0.0']) {
    it(`takes Node ${version}`, () => requireNode(version));
  }
  for (const version of ['18.20.4', '20.19.9']) {
    it(`refuses Node ${version} in one sentence`, () => {
      assert.throws(() => requireNode(version), {
        constructor: SetUpError,
        message: /needs Node 20\.20 or newer.*install/,
      });
    });
  }

  it('asks for nothing when every program is there', async () => {
    await ensurePrograms([{ name: 'Node', packages: ['no-such-package'], find: () => process.execPath }]);
  });
});
