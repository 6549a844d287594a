/** What happened between two states of a call that a person should be told in passing (pure). Knows no DOM, no timers. */
import type { CallState, ChatEntry } from '../call/call-state.ts';
import type { Role } from '../protocol/control.ts';
import type { CallError } from '../support/errors.ts';
import type { HostWord } from './call-actions.ts';

export type News =
  | { readonly kind: 'joined' | 'left'; readonly names: readonly string[] }
  | { readonly kind: 'message'; readonly entry: ChatEntry }
  | { readonly kind: 'device'; readonly source: 'camera' | 'microphone' | 'screen'; readonly error: CallError }
  | { readonly kind: 'back' }
  | { readonly kind: 'waiting'; readonly names: readonly string[] }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'room'; readonly locked: boolean }
  /** Not of the state: what a host did, what could not be done, what was copied. */
  | Extract<HostWord, { kind: 'muted' }>
  | { readonly kind: 'failed'; readonly error: CallError }
  | { readonly kind: 'copied'; readonly isDone: boolean };

export function newsBetween(before: CallState, after: CallState): readonly News[] {
  const news: News[] = [];
  // What a resume brings back or takes away is not news of that moment: the room is only now seen again.
  if (before.connection === 'connected' && after.connection === 'connected')
    news.push(...comings(before, after), ...roomNews(before, after));
  if (before.connection === 'reconnecting' && after.connection === 'connected') news.push({ kind: 'back' });
  if (before.connection !== 'connecting' && before.connection !== 'idle') {
    const known = new Set(before.chat.map((entry) => entry.messageId));
    for (const entry of after.chat) {
      if (!entry.mine && !known.has(entry.messageId)) news.push({ kind: 'message', entry });
    }
  }
  for (const source of ['camera', 'microphone', 'screen'] as const) {
    const { error } = after[source];
    if (error && error !== before[source].error) news.push({ kind: 'device', source, error });
  }
  return news;
}

function roomNews(before: CallState, after: CallState): readonly News[] {
  const known = new Set(before.waiting.map(({ id }) => id));
  const names = after.waiting.filter(({ id }) => !known.has(id)).map(({ name }) => name);
  const { locked } = after.roomState;
  return [
    ...(names.length > 0 ? [{ kind: 'waiting', names } as const] : []),
    ...(after.role !== before.role ? [{ kind: 'role', role: after.role } as const] : []),
    ...(locked !== before.roomState.locked ? [{ kind: 'room', locked } as const] : []),
  ];
}

function comings(before: CallState, after: CallState): readonly News[] {
  if (before.participants === after.participants) return [];
  const missing = (from: CallState, among: CallState) => {
    const ids = new Set(among.participants.map(({ id }) => id));
    return from.participants.filter(({ id }) => !ids.has(id)).map(({ name }) => name);
  };
  const joined = missing(after, before);
  const left = missing(before, after);
  return [
    ...(joined.length > 0 ? [{ kind: 'joined', names: joined } as const] : []),
    ...(left.length > 0 ? [{ kind: 'left', names: left } as const] : []),
  ];
}
