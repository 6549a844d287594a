/** What a host can do, only written down. */
import type { HostActions } from '../../../component/ui/call-actions.ts';
import { recorder } from './render.ts';

export function recordedActions() {
  const { log, callbacks } = recorder('mute', 'askToUnmute', 'remove', 'setRole', 'setRoom', 'admit');
  const actions: HostActions = callbacks;
  return { log, actions };
}
