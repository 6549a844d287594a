/** A media host in memory, which speaks to a relay in memory. Makes no media. */
import type { MediaHost } from '../../../component/call/media-host.ts';
import type { FromMedia, ToMedia } from '../../../component/media/messages.ts';
import type { ClientMessage, RelayMessage } from '../../../component/protocol/control.ts';
import type { FakeRelay } from './fake-relay.ts';

/** What the page posts is heard by the relay as if a media worker stood between; answers come in a later task. */
export class FakeMediaHost implements MediaHost {
  readonly posted: ToMedia[] = [];
  participantId: string | undefined;
  closed = false;
  connectedTo: string | undefined;
  /** Of the second socket. */
  besideTo: string | undefined;
  readonly #listeners = new Set<(message: FromMedia) => void>();

  constructor(private readonly relay: FakeRelay) {
    relay.hosts.add(this);
  }

  post(message: ToMedia): void {
    if (this.closed) return;
    this.posted.push(message);
    switch (message.type) {
      case 'connect':
        queueMicrotask(() => {
          const { beside } = message;
          const mark = beside ? { beside } : {};
          if (!this.relay.up) return this.say({ type: 'disconnected', code: 1006, reason: '', ...mark });
          if (beside) this.besideTo = message.url;
          else this.connectedTo = message.url;
          this.say({ type: 'connected', ...mark });
        });
        break;
      case 'disconnect':
        queueMicrotask(() => this.disconnected(message.code, message.reason, message.beside));
        break;
      case 'control': {
        // As bytes would: nothing that is sent is shared with the sender.
        const copy = JSON.parse(JSON.stringify(message.message)) as ClientMessage;
        if ((message.beside ? this.besideTo : this.connectedTo) === undefined) break;
        queueMicrotask(() => this.relay.hear(this, copy, message.beside));
        break;
      }
      case 'switch':
        queueMicrotask(() => {
          if (this.besideTo === undefined) return;
          this.connectedTo = this.besideTo;
          this.besideTo = undefined;
          this.say({ type: 'switched' });
        });
        break;
      case 'report':
        queueMicrotask(() => this.say({ type: 'report', requestId: message.requestId, tracks: [] }));
        break;
    }
  }

  listen(onMessage: (message: FromMedia) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#listeners.add(onMessage);
    signal.addEventListener('abort', () => this.#listeners.delete(onMessage));
  }

  close(): void {
    this.closed = true;
    this.relay.hosts.delete(this);
  }

  /** A message of the media worker's own. */
  say(message: FromMedia): void {
    for (const listener of [...this.#listeners]) listener(message);
  }

  /** A message of the relay's. */
  tell(message: RelayMessage, beside = false): void {
    if (beside && this.besideTo !== undefined) this.say({ type: 'control', message, beside });
    else if (!beside && this.connectedTo !== undefined) this.say({ type: 'control', message });
  }

  disconnected(code: number, reason: string, beside = false): void {
    if (beside) {
      if (this.besideTo === undefined) return;
      this.besideTo = undefined;
      this.say({ type: 'disconnected', code, reason, beside });
      return;
    }
    if (this.connectedTo === undefined) return;
    this.connectedTo = undefined;
    this.say({ type: 'disconnected', code, reason });
  }

  posts<Type extends ToMedia['type']>(type: Type): Extract<ToMedia, { type: Type }>[] {
    return this.posted.filter((message) => message.type === type) as Extract<ToMedia, { type: Type }>[];
  }
}
