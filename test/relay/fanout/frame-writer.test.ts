/** The WebSocket header of a packet, as a WebSocket library reads it. */
import assert from 'node:assert/strict';
import type { Writable } from 'node:stream';
import { it } from 'node:test';
import * as ws from 'ws';
import { frameHeader } from '../../../relay/fanout/frame-writer.ts';

/** The library has it, its types do not. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable };

for (const length of [0, 1, 125, 126, 1_000, 65_535, 65_536, 1024 * 1024]) {
  it(`frames ${length} bytes`, async () => {
    const payload = Buffer.alloc(length, 7);
    const receiver = new Receiver({ isServer: false });
    const message = new Promise<[Buffer, boolean]>((resolve, reject) => {
      receiver.on('message', (data: Buffer, isBinary: boolean) => resolve([data, isBinary]));
      receiver.on('error', reject);
    });
    receiver.write(Buffer.concat([frameHeader(payload), payload]));
    assert.deepEqual(await message, [payload, true]);
  });
}

it('is written once for all receivers of a packet', () => {
  const packet = Buffer.alloc(300);
  const header = frameHeader(packet);
  assert.equal(frameHeader(packet), header);
  assert.notEqual(frameHeader(Buffer.alloc(300)), header);
});
