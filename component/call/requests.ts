/** Requests to the relay that wait for their answers. Knows nothing of what is asked, nor of how it travels. */
import type { ClientMessage, RelayMessage } from '../protocol/control.ts';
import type { Clock } from '../support/clock.ts';
import { CallError } from '../support/errors.ts';

type WithoutId<Message> = Message extends { readonly id: number } ? Omit<Message, 'id'> : never;

/** What can be asked; the id is given here. */
export type RequestBody = WithoutId<ClientMessage>;

/** ms: a relay answers within one round trip, and a connection that takes longer is as good as broken. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Ids from here on are the media worker's own. */
const MAX_REQUEST_ID = 2 ** 31;

/** The relay's refusal of one request: `relayCode` is the protocol's code for it. */
export class RequestRefused extends CallError {
  constructor(
    readonly relayCode: string,
    message: string,
  ) {
    super('request-failed', message);
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: CallError) => void;
  readonly timeout: AbortController;
}

export class Requests {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(
    private readonly post: (message: ClientMessage) => void,
    private readonly clock: Clock,
  ) {}

  /** Resolves to the `result` of the ack. Rejects with RequestRefused, or CallError `request-timeout`. */
  ask(body: RequestBody, timeoutMs: number = REQUEST_TIMEOUT_MS): Promise<unknown> {
    this.#lastId = (this.#lastId + 1) % MAX_REQUEST_ID;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const timeout = new AbortController();
      this.#waiting.set(id, { resolve, reject, timeout });
      this.clock.after(
        timeoutMs,
        () => {
          this.#waiting.delete(id);
          reject(
            new CallError(
              'request-timeout',
              `The relay did not answer "${body.type}" within ${timeoutMs} ms. Try again.`,
            ),
          );
        },
        timeout.signal,
      );
      this.post({ ...body, id });
    });
  }

  /** True where the message was the answer to a request from here. */
  settle(message: RelayMessage): boolean {
    if (message.type !== 'ack' && message.type !== 'error') return false;
    if (message.id === undefined) return false;
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return false;
    this.#waiting.delete(message.id);
    waiting.timeout.abort();
    if (message.type === 'ack') waiting.resolve(message.result);
    else waiting.reject(new RequestRefused(message.code, `The relay refused (${message.code}): ${message.message}`));
    return true;
  }

  /** Nothing of what was asked will be answered any more. */
  fail(error: CallError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject, timeout } of waiting) {
      timeout.abort();
      reject(error);
    }
  }
}
