/** What may be said to the others, checked before it is sent (pure). Knows nothing of how it travels. */

import { MAX_CHAT_LENGTH, MAX_DATA_BYTES } from '../protocol/limits.ts';
import { UNPRINTABLE_IN_TEXT } from '../protocol/text.ts';
import { CallError } from '../support/errors.ts';

/** What is written, without what nobody can see (pasted text is full of it). Throws CallError `bad-argument`. */
export function chatText(text: string): string {
  const visible = text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll(new RegExp(UNPRINTABLE_IN_TEXT, 'g'), '')
    .trim();
  if (visible.length === 0) throw new CallError('bad-argument', 'A chat message has at least one visible character.');
  if (visible.length > MAX_CHAT_LENGTH) {
    throw new CallError(
      'bad-argument',
      `A chat message has at most ${MAX_CHAT_LENGTH} characters, this one has ${visible.length}. Send it in parts.`,
    );
  }
  return visible;
}

/** The value as it will arrive. Throws CallError `bad-argument`. */
export function jsonData(data: unknown): unknown {
  let json: string | undefined;
  try {
    json = JSON.stringify(data);
  } catch (cause) {
    throw new CallError('bad-argument', 'Only JSON can be sent, and this value cannot be made JSON.', { cause });
  }
  if (json === undefined) {
    throw new CallError('bad-argument', `Only JSON can be sent, ${typeof data} was given. Send null for nothing.`);
  }
  const bytes = new TextEncoder().encode(json).byteLength;
  if (bytes > MAX_DATA_BYTES) {
    throw new CallError(
      'bad-argument',
      `At most ${MAX_DATA_BYTES} bytes of JSON can be sent, this value has ${bytes}.`,
    );
  }
  return JSON.parse(json);
}
