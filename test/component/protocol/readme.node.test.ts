/** The description of the wire says what the code does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { CLOSE_CODES, isRetryable } from '../../../component/protocol/close-codes.ts';
import { ClientMessage, RelayMessage } from '../../../component/protocol/control.ts';
import * as limits from '../../../component/protocol/limits.ts';
import { splitConfiguration } from '../../../component/protocol/media-configuration.ts';
import { decodePacket } from '../../../component/protocol/packet.ts';
import { SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from '../../../component/protocol/subprotocol.ts';
import { ROLE_GRANTS } from '../../../relay/auth/identity.ts';
import { RULES } from '../../../relay/gateway/requests.ts';

const README = readFileSync(new URL('../../../component/protocol/README.md', import.meta.url), 'utf8');
const rowOf = (section: string, name: string) =>
  (README.split(section)[1] ?? '').split('\n').find((line) => line.startsWith(`| \`${name}\` |`));

for (const [section, schema] of [
  ['### Client to relay', ClientMessage],
  ['### Relay to client', RelayMessage],
] as const) {
  for (const { entries } of schema.options) {
    it(`${section.slice(4)}: ${entries.type.literal} has its row, with every field`, () => {
      const row = rowOf(section, entries.type.literal);
      assert.ok(row, 'no row');
      for (const field of Object.keys(entries)) {
        if (field === 'type' || (field === 'id' && section === '### Client to relay')) continue;
        assert.ok(row.includes(`\`${field}\``), `no ${field}`);
      }
    });
  }
}

it('has every close code, and whether coming back helps', () => {
  for (const code of Object.values(CLOSE_CODES)) {
    const row = README.split('\n').find((line) => line.startsWith(`| ${code} |`));
    assert.equal(row?.endsWith(isRetryable(code) ? '| yes |' : '| no |'), true, String(code));
  }
});

it('has the limits', () => {
  const text = README.replaceAll(',', '');
  for (const value of [
    limits.MAX_PACKET_BYTES,
    limits.MAX_FRAGMENTS,
    limits.MAX_NAME_LENGTH,
    limits.MAX_ROOM_LENGTH,
    limits.MAX_CHAT_LENGTH,
    limits.MAX_CHAT_HISTORY,
    limits.MAX_TRACKS_PER_PARTICIPANT,
    limits.MAX_FRAME_SIDE,
  ]) {
    assert.match(text, new RegExp(`\\b${value}\\b`));
  }
  assert.match(text, new RegExp(`${limits.MAX_CONTROL_BYTES / 1024} KiB of UTF-8`));
  assert.match(text, new RegExp(`${limits.MAX_DATA_BYTES / 1024} KiB as JSON`));
  assert.match(text, new RegExp(`\\*\\*${limits.HEARTBEAT_TIMEOUT_MS / 1000} s\\*\\*`));
  assert.match(text, new RegExp(`kept for\\s+${limits.RESUME_WINDOW_MS / 1000} s`));
  assert.ok(text.includes(SUBPROTOCOL) && text.includes(TOKEN_PROTOCOL_PREFIX));
  assert.match(text, new RegExp(`\\b${limits.MAX_TOKEN_LENGTH} characters`));
  assert.ok(text.includes(`"${limits.ROOM_SECRET_MARK}" + base64url`));
});

it('names, for every message, what the relay asks of its sender', () => {
  const section = '### Client to relay';
  for (const [type, { grant, seated }] of Object.entries(RULES)) {
    const needs = rowOf(section, type)?.split('|')[3]?.trim();
    assert.equal(needs, grant ? `\`${grant}\`` : seated ? 'seat' : '', type);
  }
  for (const [role, grants] of Object.entries(ROLE_GRANTS)) {
    assert.ok(README.includes(`| \`${role}\` | ${[...grants].map((grant) => `\`${grant}\``).join(' ')} |`), role);
  }
});

it('its examples are true', () => {
  const packetHex = /01 03 00 00 {2}[\da-f ]+/.exec(README)?.[0].replaceAll(' ', '') ?? '';
  const packet = decodePacket(Buffer.from(packetHex, 'hex'));
  assert.deepEqual(
    [packet.trackId, packet.sequence, packet.timestamp, packet.keyframe, packet.configured, packet.payload.byteLength],
    [0xdeadbeef, 258, 1_795_226_096_000_000, true, true, 2],
  );
  assert.match(README, new RegExp(new Date(1_795_226_096_000).toISOString().replace('.000Z', 'Z')));
  const configurationHex = /01 {2}00 00 02 80[\da-f ]+/.exec(README)?.[0].replaceAll(' ', '') ?? '';
  const { configuration, chunk } = splitConfiguration(Buffer.from(configurationHex, 'hex'));
  assert.deepEqual(configuration, { kind: 'video', codec: 'mjpeg', width: 640, height: 480 });
  assert.equal(Buffer.from(chunk).toString('hex'), 'ffd8');
});
