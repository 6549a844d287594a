/** What a chaos caller is told at its start, and what it knows of one connection. Has no behaviour. */
import type { RelayMessage } from 'stream-room/protocol/control';
import type { WebSocket } from 'ws';
import type { Random } from './random.ts';

export interface CallerOptions {
  /** Socket addresses; tried in turn from a random one on. */
  readonly relays: readonly string[];
  readonly room: string;
  readonly name: string;
  readonly random: Random;
  /** Packets a second of the one video track it sends; 0: none. */
  readonly packetsPerSecond?: number;
  readonly packetBytes?: number;
  /** Subscribe to what the others send. */
  readonly watches?: boolean;
  readonly token?: string;
  readonly kind?: 'video' | 'audio';
}

/** One connection, with what was asked over it. */
export interface Line {
  readonly socket: WebSocket;
  readonly pending: Map<number, (message: RelayMessage) => void>;
  readonly openedAtMs: number;
  readonly subscribed: Set<number>;
  trackId: number | undefined;
  receivedPackets: number;
}
