/** The receipt, byte for byte. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProtocolError } from '../../../component/protocol/protocol-error.ts';
import { decodeReceipt, encodeReceipt, RECEIPT_BYTES } from '../../../component/protocol/receipt.ts';
import { micros } from '../../../component/protocol/units.ts';

const GOLDEN = '020000000000010200004e20'; // 258 packets, held for 20 ms
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const isBadReceipt = (error: unknown) => error instanceof ProtocolError && error.code === 'bad-receipt';

it('golden bytes: written and read', () => {
  const receipt = { packets: 258, held: micros(20_000) };
  assert.equal(Buffer.from(encodeReceipt(receipt)).toString('hex'), GOLDEN);
  assert.deepEqual(decodeReceipt(bytesOf(GOLDEN)), receipt);
});

it('is read from the middle of a buffer', () => {
  const buffer = bytesOf(`ffff${GOLDEN}ffff`);
  assert.equal(decodeReceipt(buffer.subarray(2, 14)).packets, 258);
});

it('says 71 minutes where it was held for longer', () => {
  assert.equal(decodeReceipt(encodeReceipt({ packets: 1, held: micros(1e12) })).held, 0xffff_ffff);
});

it('is 12 bytes and nothing else', () => {
  for (let length = 0; length < 30; length++) {
    if (length === RECEIPT_BYTES) continue;
    const bytes = new Uint8Array(length);
    bytes[0] = 2;
    assert.throws(() => decodeReceipt(bytes), isBadReceipt, `${length} bytes`);
  }
});

it('starts with 0x02, and its reserved bytes are zero', () => {
  for (const offset of [0, 1, 2, 3]) {
    for (let value = 0; value < 256; value++) {
      const bytes = bytesOf(GOLDEN);
      if (bytes[offset] === value) continue;
      bytes[offset] = value;
      assert.throws(() => decodeReceipt(bytes), isBadReceipt, `byte ${offset}: ${value}`);
    }
  }
});
