/**
 * What relays say to each other about a room, over its channel, as text: a word, what the store decides (versions,
 * counters, sequence numbers), and a body that only the ends read. Knows nothing of rooms.
 */

export type RoomMessage =
  | {
      readonly type: 'present';
      readonly version: number;
      readonly participantId: string;
      readonly counter: number;
      readonly relay: string;
      readonly body: string;
    }
  | {
      readonly type: 'gone';
      readonly version: number;
      readonly participantId: string;
      readonly counter: number;
      readonly relay: string;
      readonly body: string;
    }
  | { readonly type: 'facts'; readonly version: number; readonly relay: string; readonly body: string }
  | { readonly type: 'waiting'; readonly version: number; readonly relay: string; readonly body: string }
  | {
      readonly type: 'chat';
      readonly epoch: string;
      readonly key: string;
      readonly sequence: number;
      readonly atMs: number;
      readonly body: string;
    }
  | { readonly type: 'merged'; readonly epoch: string }
  | { readonly type: 'say'; readonly relay: string; readonly body: string };

export function encodeRoomMessage(message: RoomMessage): string {
  switch (message.type) {
    case 'present':
    case 'gone': {
      const { type, version, participantId, counter, relay, body } = message;
      return `${type} ${version} ${participantId} ${counter} ${relay} ${body}`;
    }
    case 'facts':
    case 'waiting':
      return `${message.type} ${message.version} ${message.relay} ${message.body}`;
    case 'chat':
      return `chat ${message.epoch} ${message.sequence} ${message.key} ${message.atMs} ${message.body}`;
    case 'merged':
      return `merged ${message.epoch}`;
    case 'say':
      return `say ${message.relay} ${message.body}`;
  }
}

/** Undefined for what this version does not know. */
export function decodeRoomMessage(text: string): RoomMessage | undefined {
  const type = text.split(' ', 1)[0];
  switch (type) {
    case 'present':
    case 'gone': {
      const [[, version, participantId = '', counter, relay = ''], body] = split(text, 5);
      return { type, version: Number(version), participantId, counter: Number(counter), relay, body };
    }
    case 'facts':
    case 'waiting': {
      const [[, version, relay = ''], body] = split(text, 3);
      return { type, version: Number(version), relay, body };
    }
    case 'chat': {
      const [[, epoch = '', sequence, key = '', atMs], body] = split(text, 5);
      return { type, epoch, key, sequence: Number(sequence), atMs: Number(atMs), body };
    }
    case 'merged':
      return { type, epoch: text.slice('merged '.length) };
    case 'say': {
      const [[, relay = ''], body] = split(text, 2);
      return { type, relay, body };
    }
    default:
      return undefined;
  }
}

/** The first words, and the rest as it is. */
export function split(text: string, words: number): [words: string[], rest: string] {
  const found: string[] = [];
  let start = 0;
  while (found.length < words) {
    const end = text.indexOf(' ', start);
    if (end === -1) return [[...found, text.slice(start)], ''];
    found.push(text.slice(start, end));
    start = end + 1;
  }
  return [found, text.slice(start)];
}
