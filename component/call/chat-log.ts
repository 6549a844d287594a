/** The messages of a room in their order, each once (pure). Knows nothing of how they are sent. */
import type { ChatMessage } from '../protocol/control.ts';
import type { ChatEntry } from './call-state.ts';

export const receivedEntry = ({ sequence, ...message }: ChatMessage, ownId: string | undefined): ChatEntry => ({
  ...message,
  sequence,
  mine: message.participantId === ownId,
  status: 'sent',
});

/**
 * In the relay's order; what the relay does not have yet comes last, in the order of writing. The same array
 * where nothing is new.
 */
export function withEntries(chat: readonly ChatEntry[], entries: readonly ChatEntry[]): readonly ChatEntry[] {
  const byId = new Map(chat.map((entry) => [entry.messageId, entry]));
  let changed = false;
  for (const entry of entries) {
    const known = byId.get(entry.messageId);
    // What the relay has is final: a repeat of it, or a late word of one's own outbox, changes nothing.
    if (known?.status === 'sent') continue;
    byId.set(entry.messageId, entry);
    changed = true;
  }
  if (!changed) return chat;
  return [...byId.values()].sort(
    (a, b) =>
      Number(a.sequence === undefined) - Number(b.sequence === undefined) ||
      a.atMs - b.atMs ||
      (a.sequence ?? 0) - (b.sequence ?? 0),
  );
}
