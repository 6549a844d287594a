/**
 * The bus over Redis. Commands, control messages and media have connections of their own: what Redis does to a media
 * connection that is behind (it cuts it) must not happen to the others. Knows nothing of who says what.
 */
import { Redis } from 'ioredis';
import { type Bus, BusError, type Channels, type OnMessage } from './bus.ts';
import type { RedisAddress } from './redis-address.ts';

/** A Redis in the same building answers within a millisecond; what takes longer than this is not there. */
const COMMAND_TIMEOUT_MS = 1_500;
/** A socket with commands under way that brings nothing for so long is given up. */
const SOCKET_TIMEOUT_MS = 3_000;
const CONNECT_TIMEOUT_MS = 2_000;
const MAX_RETRY_DELAY_MS = 1_000;

const CONNECTION: RedisAddress = {
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  connectTimeout: CONNECT_TIMEOUT_MS,
  // Nothing is kept for later: whoever asked has been told that it failed, and asks again.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  // What was the master is a replica now: whoever is asked next knows the new one.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
  retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RETRY_DELAY_MS) * (0.5 + Math.random() / 2),
};

/** One way in: what it is subscribed to survives the connection. */
class RedisSubscriber {
  readonly #redis: Redis;
  readonly #receivers = new Map<string, OnMessage>();
  readonly #onGap: () => void;
  /** Something may have been missed since it was last there. */
  #isBehind = false;

  constructor(address: RedisAddress, onGap: () => void, onError: (error: unknown) => void) {
    this.#onGap = onGap;
    this.#redis = new Redis({ ...address, ...CONNECTION });
    this.#redis.on('error', ignore);
    this.#redis.on('messageBuffer', (channel: Buffer, message: Buffer) => {
      // One message that makes no sense must not end the process with everybody in it.
      try {
        this.#receivers.get(channel.toString())?.(message);
      } catch (error) {
        onError(error);
      }
    });
    this.#redis.on('ready', () => void this.#resubscribe());
  }

  /** Once the connection is there, where that is soon. */
  async subscribe(channel: string, onMessage: OnMessage): Promise<void> {
    this.#receivers.set(channel, onMessage);
    try {
      await untilReady(this.#redis);
      await this.#redis.subscribe(channel);
    } catch (error) {
      this.#isBehind = true;
      // Nobody knows whether it is subscribed: the next connection surely is.
      if (this.#redis.status === 'ready') this.#redis.disconnect(true);
      rethrow(error);
    }
  }

  unsubscribe(channel: string): void {
    if (this.#receivers.delete(channel) && this.#redis.status === 'ready') {
      this.#redis.unsubscribe(channel).catch(ignore);
    }
  }

  rebuild(): void {
    // Not in order: an end that hangs would take as long as the commands before it.
    this.#redis.stream?.destroy();
    if (this.#redis.status === 'ready') this.#redis.disconnect(true);
  }

  close(): void {
    this.#receivers.clear();
    this.#redis.disconnect();
  }

  async #resubscribe(): Promise<void> {
    const channels = [...this.#receivers.keys()];
    try {
      if (channels.length > 0) await this.#redis.subscribe(...channels);
    } catch {
      if (this.#redis.status === 'ready') this.#redis.disconnect(true);
      return;
    }
    if (this.#isBehind) this.#onGap();
    this.#isBehind = true;
  }
}

class RedisChannels implements Channels {
  readonly redis: Redis;
  readonly subscriber: RedisSubscriber;

  constructor(redis: Redis, subscriber: RedisSubscriber) {
    this.redis = redis;
    this.subscriber = subscriber;
  }

  get bufferedBytes(): number {
    return this.redis.stream?.writableLength ?? 0;
  }

  publish(channel: string, bytes: string | Uint8Array): Promise<number> {
    return this.redis.publish(channel, typeof bytes === 'string' ? bytes : asBuffer(bytes)).catch(rethrow);
  }

  subscribe(channel: string, onMessage: OnMessage): Promise<void> {
    return this.subscriber.subscribe(channel, onMessage);
  }

  unsubscribe(channel: string): void {
    this.subscriber.unsubscribe(channel);
  }
}

export class RedisBus extends RedisChannels implements Bus {
  /** For what is more than messages; commands may be sent over it, nothing that blocks. */
  readonly commands: Redis;
  readonly media: RedisChannels;
  readonly #onGap: (() => void)[];

  /** Connects at once, and again whenever that is needed, until `close`. @param onError for what receivers throw */
  constructor(address: RedisAddress, onError: (error: unknown) => void = ignore) {
    const listeners: (() => void)[] = [];
    const onGap = () => {
      for (const listener of listeners) listener();
    };
    const commands = openRedis(address);
    super(commands, new RedisSubscriber(address, onGap, onError));
    this.commands = commands;
    this.#onGap = listeners;
    this.media = new RedisChannels(openRedis(address), new RedisSubscriber(address, ignore, onError));
  }

  /** Resolves when all ways are open; rejects with BusError where that takes longer than `connectTimeout`. */
  async untilReady(): Promise<void> {
    await Promise.all([untilReady(this.commands), untilReady(this.media.redis)]);
  }

  onGap(listener: () => void): void {
    this.#onGap.push(listener);
  }

  rebuild(): void {
    this.subscriber.rebuild();
    this.media.subscriber.rebuild();
  }

  async close(): Promise<void> {
    for (const channels of [this, this.media]) {
      channels.subscriber.close();
      channels.redis.disconnect();
    }
  }
}

function openRedis(address: RedisAddress): Redis {
  const redis = new Redis({ ...address, ...CONNECTION });
  // Each failed command says so itself.
  redis.on('error', ignore);
  return redis;
}

/** Rejects with BusError where it takes too long. */
async function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const onReady = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      redis.off('ready', onReady);
      reject(
        new BusError(`Redis did not answer within ${CONNECT_TIMEOUT_MS} ms. Is it running, and the address right?`),
      );
    }, CONNECT_TIMEOUT_MS);
    redis.once('ready', onReady);
  });
}

function rethrow(cause: unknown): never {
  if (cause instanceof BusError) throw cause;
  throw new BusError('Redis did not take a command. It may succeed in some seconds.', { cause });
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const ignore = (): void => {};
