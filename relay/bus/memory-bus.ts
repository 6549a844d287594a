/**
 * The bus of a relay that is alone, or of several in one process. Messages arrive in order, never while they are being
 * sent. Knows nothing of who says what.
 */
import type { Bus, Channels, OnMessage } from './bus.ts';

/** What all buses of one process share. */
export class MemoryHub {
  readonly #receivers = new Map<string, Set<OnMessage>>();

  publish(channel: string, bytes: string | Uint8Array): number {
    const receivers = this.#receivers.get(channel);
    if (!receivers) return 0;
    // Its sender may go on to use the bytes.
    const copy = Buffer.from(bytes);
    for (const receiver of [...receivers]) queueMicrotask(() => receivers.has(receiver) && receiver(copy));
    return receivers.size;
  }

  add(channel: string, onMessage: OnMessage): void {
    const receivers = this.#receivers.get(channel) ?? new Set();
    this.#receivers.set(channel, receivers.add(onMessage));
  }

  delete(channel: string, onMessage: OnMessage): void {
    const receivers = this.#receivers.get(channel);
    receivers?.delete(onMessage);
    if (receivers?.size === 0) this.#receivers.delete(channel);
  }
}

class MemoryChannels implements Channels {
  readonly bufferedBytes = 0;
  readonly #hub: MemoryHub;
  readonly #prefix: string;
  readonly #subscriptions = new Map<string, OnMessage>();

  constructor(hub: MemoryHub, prefix: string) {
    this.#hub = hub;
    this.#prefix = prefix;
  }

  async publish(channel: string, bytes: string | Uint8Array): Promise<number> {
    return this.#hub.publish(this.#prefix + channel, bytes);
  }

  async subscribe(channel: string, onMessage: OnMessage): Promise<void> {
    this.unsubscribe(channel);
    // Its own function, so that two buses may share a receiver.
    const receiver: OnMessage = (bytes) => onMessage(bytes);
    this.#subscriptions.set(channel, receiver);
    this.#hub.add(this.#prefix + channel, receiver);
  }

  unsubscribe(channel: string): void {
    const receiver = this.#subscriptions.get(channel);
    this.#subscriptions.delete(channel);
    if (receiver) this.#hub.delete(this.#prefix + channel, receiver);
  }

  close(): void {
    for (const channel of [...this.#subscriptions.keys()]) this.unsubscribe(channel);
  }
}

export class MemoryBus extends MemoryChannels implements Bus {
  readonly media: MemoryChannels;

  constructor(hub: MemoryHub = new MemoryHub()) {
    super(hub, 'control ');
    this.media = new MemoryChannels(hub, 'media ');
  }

  async untilReady(): Promise<void> {}

  /** There are none in memory. */
  onGap(): void {}

  rebuild(): void {}

  override async close(): Promise<void> {
    super.close();
    this.media.close();
  }
}
