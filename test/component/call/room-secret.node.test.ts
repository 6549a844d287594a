import assert from 'node:assert/strict';
import { hkdfSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { secretRoom } from '../../../component/call/room-secret.ts';
import { CallError } from '../../../component/support/errors.ts';
import { randomId } from '../../../component/support/random-id.ts';

describe('a room with a secret', () => {
  it('has name and proof as any HKDF derives them', async () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE';
    const key = Buffer.from(secret, 'base64url');
    const derived = (info: string, length: number) =>
      Buffer.from(hkdfSync('sha256', key, new Uint8Array(), info, length)).toString('base64url');
    assert.deepEqual(await secretRoom(secret), {
      room: `~${derived('stream-room room id', 16)}`,
      proof: derived('stream-room join proof', 32),
    });
  });

  it('is another one for another secret, and tells nothing of it', async () => {
    const secrets = [randomId(32), randomId(32)];
    const rooms = await Promise.all(secrets.map(secretRoom));
    assert.equal(new Set(rooms.flatMap(({ room, proof }) => [room, proof])).size, 4);
    for (const secret of secrets) assert.ok(!JSON.stringify(rooms).includes(secret));
  });

  it('refuses what is no secret, without repeating it', async () => {
    for (const wrong of ['', 'team', 'x'.repeat(44), `${'x'.repeat(42)} `]) {
      await assert.rejects(secretRoom(wrong), (error) => {
        assert.ok(error instanceof CallError && error.code === 'bad-room');
        return wrong === '' || !error.message.includes(wrong);
      });
    }
  });
});
