/** Names of what relays share: keys, channels, epochs. All start with `sr:`; of rooms they hold a hash. */
import { createHash, randomBytes } from 'node:crypto';

const HASH_LENGTH = 22;

/** 132 bits of SHA-256, base64url. */
export const roomHash = (room: string): string =>
  createHash('sha256').update(room).digest('base64url').slice(0, HASH_LENGTH);

export interface RoomKeys {
  /** Hash: version, epoch and head of the chat, lock and the like. */
  readonly meta: string;
  /** Hash: participant id → who holds it, and its state. */
  readonly roster: string;
  /** Hash: relay → who waits there. */
  readonly waiting: string;
  /** Set of those who may not come back. */
  readonly barred: string;
  /** List of the last messages. */
  readonly chat: string;
  /** Hash: message id → its sequence number. */
  readonly ids: string;
  readonly channel: string;
}

export function roomKeys(hash: string): RoomKeys {
  const prefix = `sr:room:${hash}`;
  return {
    meta: `${prefix}:meta`,
    roster: `${prefix}:roster`,
    waiting: `${prefix}:waiting`,
    barred: `${prefix}:barred`,
    chat: `${prefix}:chat`,
    ids: `${prefix}:ids`,
    channel: `${prefix}:bus`,
  };
}

export const LEASE_PREFIX = 'sr:lease:';
export const leaseKey = (relay: string): string => LEASE_PREFIX + relay;
export const burntKey = (jti: string): string => `sr:burnt:${createHash('sha256').update(jti).digest('base64url')}`;
/** Of one relay alone: its probe. */
export const probeChannel = (relay: string): string => `sr:relay:${relay}:probe`;
/** What others want of its tracks. */
export const demandChannel = (relay: string): string => `sr:relay:${relay}:demand`;
/** Packets for its receivers. */
export const mediaChannel = (relay: string): string => `sr:relay:${relay}:media`;

/** Of a room's chat: its numbers mean something within one epoch only. */
export const newEpoch = (): string => randomBytes(12).toString('base64url');
