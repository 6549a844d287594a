import assert from 'node:assert/strict';
import { it } from 'node:test';
import { callBench } from './call-bench.ts';
import { someone, track } from './fake-relay.ts';

const ADA = 'participant-ada-------';
const BOB = 'participant-bob-------';

async function room() {
  const bench = callBench({ audio: 'on' });
  const { call, relay, clock, host } = bench;
  relay.participants.set(
    ADA,
    someone(ADA, { tracks: [track(1, { kind: 'audio' }), track(3, { kind: 'audio', source: 'screen-audio' })] }),
  );
  relay.participants.set(BOB, someone(BOB, { joinedAtMs: 2_000, tracks: [track(2, { kind: 'audio' })] }));
  await call.join();
  await clock.advance(10);
  const hear = async (remote: [number, number][], local: [string, number][] = []) => {
    host().say({ type: 'levels', remote, local });
    await clock.advance(100);
  };
  return { ...bench, hear };
}

it('who speaks is marked and shown, and falls silent when no more levels come', async () => {
  const { call, hear, clock } = await room();
  await hear([[2, 0.4]]);
  assert.equal(call.state.value.activeSpeakerId, BOB);
  assert.equal(call.state.value.participants[1]?.speaking, true);
  assert.equal(call.state.value.participants[0]?.speaking, false);
  await clock.advance(8_000);
  assert.equal(call.state.value.participants[1]?.speaking, false);
  assert.equal(call.state.value.participants[1]?.level, 0);
  assert.equal(call.state.value.activeSpeakerId, BOB, 'spoke last');
});

it('music of a shared screen is nobody speaking', async () => {
  const { call, hear } = await room();
  await hear([[3, 0.9]]);
  assert.equal(call.state.value.activeSpeakerId, undefined);
});

it('a muted track’s last sound does not count', async () => {
  const { call, hear, host } = await room();
  const muted = someone(BOB, { joinedAtMs: 2_000, tracks: [track(2, { kind: 'audio', muted: true })] });
  host().tell({ type: 'participant-updated', participant: muted });
  await hear([[2, 0.9]]);
  assert.equal(call.state.value.activeSpeakerId, undefined);
});

it('one’s own level is the microphone’s, while it is on', async () => {
  const { call, hear } = await room();
  await hear([], [['microphone', 0.7]]);
  assert.equal(call.state.value.microphone.level, 0.7);
  await call.setMicrophone(false);
  await hear([], [['microphone', 0.7]]);
  assert.equal(call.state.value.microphone.level, 0);
});
