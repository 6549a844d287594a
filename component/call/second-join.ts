/**
 * Joins over a second socket while the first one still works, and changes over to it: what a call does when its relay goes
 * away, so that nobody misses anything. Knows nothing of when, nor of what becomes of the call where it fails.
 */
import type { FromMedia } from '../media/messages.ts';
import { CLOSE_CODES } from '../protocol/close-codes.ts';
import type { RelayMessage } from '../protocol/control.ts';
import type { Clock } from '../support/clock.ts';
import { CallError } from '../support/errors.ts';
import type { MediaHost } from './media-host.ts';
import { type RequestBody, Requests } from './requests.ts';

export interface SecondJoinOptions {
  readonly media: MediaHost;
  readonly clock: Clock;
  readonly url: string;
  readonly subprotocols: readonly string[];
  readonly join: RequestBody;
  /** False for an answer with which the first socket is better kept. */
  readonly isUsable: (answer: unknown) => boolean;
}

export interface SecondJoin {
  /** The result of the ack. */
  readonly answer: unknown;
  /** What the relay said between the answer and the change. */
  readonly messages: readonly RelayMessage[];
}

/** ms: from the first byte to the answer; the relay that goes away waits some seconds longer. */
const TIMEOUT_MS = 6_000;

/** Resolves when the second socket is the only one. Otherwise it is closed again and the first one is as it was. */
export async function joinBeside(options: SecondJoinOptions, signal: AbortSignal): Promise<SecondJoin> {
  const { media, clock, url, subprotocols, join, isUsable } = options;
  const done = new AbortController();
  const requests = new Requests((message) => media.post({ type: 'control', message, beside: true }), clock);
  const messages: RelayMessage[] = [];
  try {
    return await new Promise<SecondJoin>((resolve, reject) => {
      let answer: unknown;
      const fail = (message: string) => reject(new CallError('request-failed', message));
      const ask = async () => {
        answer = await requests.ask(join, TIMEOUT_MS);
        if (done.signal.aborted) return;
        if (!isUsable(answer)) return fail('The other relay answered something else than a join.');
        media.post({ type: 'switch', code: CLOSE_CODES.relayClosing, reason: 'moved' });
      };
      const hear = (message: FromMedia) => {
        if (message.type === 'switched') resolve({ answer, messages });
        else if (!('beside' in message) || !message.beside) return;
        else if (message.type === 'connected') ask().catch(reject);
        else if (message.type === 'disconnected') fail(`The other relay closed: ${message.code}.`);
        else if (message.type === 'control' && !requests.settle(message.message)) messages.push(message.message);
      };
      signal.addEventListener('abort', () => fail('The call ended, or broke, before it had moved.'), {
        signal: done.signal,
      });
      clock.after(TIMEOUT_MS, () => fail('The other relay did not answer in time.'), done.signal);
      media.listen(hear, done.signal);
      media.post({ type: 'connect', url, subprotocols, beside: true });
    });
  } catch (error) {
    // Not a farewell: it may have taken our place over already.
    media.post({ type: 'disconnect', code: CLOSE_CODES.relayClosing, reason: 'not needed', beside: true });
    throw error;
  } finally {
    done.abort();
    requests.fail(new CallError('request-failed', 'The call has moved.'));
  }
}
