import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createAuthenticator } from '../../../relay/auth/authenticator.ts';
import { createConfig } from '../../../relay/config.ts';
import { createIssuer, mintTokens } from './tokens.ts';

for (const algorithm of ['HS256', 'EdDSA'] as const) {
  test(`a relay with the keys of ${algorithm} takes each token, for its room`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-tokens-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const { key, keys } = createIssuer(algorithm, folder);
    const tokens = await mintTokens(structuredClone(key), ['room-0', 'room-0', 'room-1']);
    const authenticator = await createAuthenticator(createConfig(keys));
    const identities = await Promise.all(tokens.map((token) => authenticator.authenticate(token)));
    assert.equal(authenticator.mode, 'token');
    assert.deepEqual(
      identities.map(({ room, role }) => `${room} ${role}`),
      ['room-0 member', 'room-0 member', 'room-1 member'],
    );
    assert.equal(new Set(identities.map(({ subject }) => subject)).size, 3);
  });
}
