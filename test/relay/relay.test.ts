/** The relay as a whole: put together, standing alone or as a guest, and closed again. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProtocolClient } from '../support/protocol-client.ts';
import { startRelay } from '../support/relay.ts';

it('brings what one participant publishes to another', async (t) => {
  const relay = await startRelay(t);
  const { client: ada } = await ProtocolClient.join(relay.socketUrl, { name: 'Ada' });
  const { client: ben, result } = await ProtocolClient.join(relay.socketUrl, { name: 'Ben' });
  assert.deepEqual(
    result.participants.map(({ name }) => name),
    ['Ada', 'Ben'],
  );
  const trackId = await ada.publish();
  await ben.until((message) => message.type === 'participant-updated' && message.participant.tracks.length === 1);
  await ben.subscribe(trackId);
  await ada.until((message) => message.type === 'keyframe-requested');
  ada.sendPacket({ trackId }, new Uint8Array([1, 2, 3]));
  await ben.untilPackets(1);
  assert.deepEqual([...(ben.packets[0]?.payload ?? [])], [1, 2, 3]);
  await ada.untilTrue(() => ada.receipts.length > 0, 'a receipt');
  assert.equal(ada.receipts[0]?.packets, 1);
});
