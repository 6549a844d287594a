/** The messages of a room in their order, each once (pure). Knows nothing of how they are sent. */
import type { ChatMessage } from '../protocol/control.ts';
import type { ChatEntry } from './call-state.ts';

export const receivedEntry = (
  { sequence, ...message }: ChatMessage,
  epoch: string,
  ownId: string | undefined,
): ChatEntry => ({
  ...message,
  sequence,
  epoch,
  mine: message.participantId === ownId,
  status: 'sent',
});

/**
 * In the relay's order, an earlier epoch before a later one; what the relay does not have yet comes last, in the order of
 * writing. The same array where nothing is new.
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
  const all = [...byId.values()];
  const epochs = [...new Set(all.flatMap(({ epoch }) => epoch ?? []))];
  const rank = ({ epoch }: ChatEntry) => (epoch === undefined ? epochs.length : epochs.indexOf(epoch));
  // By sequence, not by time: the clocks of two relays may differ.
  return all.sort((a, b) => rank(a) - rank(b) || (a.sequence ?? 0) - (b.sequence ?? 0) || a.atMs - b.atMs);
}
