/** When to try the relay again, and when not to (pure). Knows nothing of sockets or timers. */
import { CLOSE_CODES, isRetryable } from '../protocol/close-codes.ts';
import { CallError } from '../support/errors.ts';
import type { EndReason } from './call-state.ts';

/** ms: the first delay is at most this, and each next one at most twice the one before. */
const FIRST_DELAY_MS = 1_000;
/** ms: so that a relay that returns after a minute is found within seconds. */
const MAX_DELAY_MS = 5_000;
/** ms: coming back to the page or the network is a good moment, but all clients of a network have it at once. */
const WAKE_DELAY_MS = 500;
/** ms: a connection that held this long was a good one; a shorter one must not restart the delays from the smallest. */
export const HEALTHY_MS = 10_000;
/** ms: how long the first join tries before it says that the relay cannot be reached. */
export const FIRST_JOIN_PATIENCE_MS = 8_000;
/** ms: a hidden page that sends nothing stops trying after this, until it is looked at or the network changes. */
export const HIDDEN_PATIENCE_MS = 60_000;

/**
 * Full jitter: evenly between nothing and the limit, since any fixed part makes the clients of a dead relay come back
 * in one wave. `attempt` counts from 0, `random` is 0 to 1.
 */
export const reconnectDelayMs = (attempt: number, random: number): number =>
  random * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);

export const wakeDelayMs = (random: number): number => random * WAKE_DELAY_MS;

/** The attempt number to go on with after a connection that was up for `connectedMs` (0: it never was). */
export const attemptAfter = (attempt: number, connectedMs: number): number => (connectedMs >= HEALTHY_MS ? 0 : attempt);

export interface CloseVerdict {
  readonly endReason: EndReason;
  readonly error: CallError;
}

/** How far one had come when the socket closed. */
export type Standing = 'new' | 'waiting' | 'joined';

/** What a closed socket means for the call: undefined where another try can help. `reason` is the relay's own sentence. */
export function closeVerdict(code: number, reason: string, standing: Standing): CloseVerdict | undefined {
  if (isRetryable(code)) return undefined;
  const wasJoined = standing === 'joined';
  const said = reason === '' ? `(close code ${code})` : `: "${reason}" (close code ${code})`;
  switch (code) {
    case CLOSE_CODES.replaced:
      return {
        endReason: 'replaced',
        error: new CallError('replaced', `The same participant joined from somewhere else ${said}. Leave there first.`),
      };
    case CLOSE_CODES.version:
      return {
        endReason: 'refused',
        error: new CallError(
          'version',
          `This script and the relay speak different protocol versions ${said}. Load the script from the relay itself.`,
        ),
      };
    case CLOSE_CODES.badToken:
      return {
        endReason: 'refused',
        error: new CallError('bad-token', `The relay does not accept the token ${said}. Join again with a new one.`),
      };
    case CLOSE_CODES.forbidden:
      if (standing === 'waiting') {
        return {
          endReason: 'refused',
          error: new CallError('not-admitted', `A host did not admit this participant ${said}. Ask them first.`),
        };
      }
      return {
        endReason: wasJoined ? 'removed' : 'refused',
        error: new CallError(
          'refused',
          `The relay ${wasJoined ? 'ended this participation' : 'does not let this page in'} ${said}.`,
        ),
      };
    default:
      return {
        endReason: wasJoined ? 'removed' : 'refused',
        error: new CallError('refused', `The relay closed the connection for good ${said}. Join again.`),
      };
  }
}

/** What a refused join means: undefined where the same join may succeed a little later. */
export function joinVerdict(relayCode: string, cause: CallError): CloseVerdict | undefined {
  if (relayCode === 'rate-limited' || relayCode === 'unavailable') return undefined;
  const code =
    relayCode === 'room-locked' || relayCode === 'forbidden' || relayCode === 'bad-token' ? relayCode : 'refused';
  return { endReason: 'refused', error: new CallError(code, cause.message, { cause }) };
}

/** Nobody answered for as long as anybody waits. */
export const unreachable = (url: string): CloseVerdict => ({
  endReason: 'gave-up',
  error: new CallError(
    'relay-unreachable',
    `No relay answered at ${url}. Check the address, that the relay runs, and the network; then join again.`,
  ),
});
