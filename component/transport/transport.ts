/**
 * The port to whatever carries messages to a relay: text for control, bytes for media. Each implementation is one
 * connection, opened when made and never reopened. Knows nothing of what the messages mean.
 */

export interface Transport {
  /** Handed over and not yet taken by the network, bytes. */
  readonly bufferedBytes: number;
  /** Takes the buffer over. Does nothing before it is open and after it is closed. */
  send(message: string | Uint8Array<ArrayBuffer>): void;
  /** Idempotent; `onClose` follows unless it was told already. */
  close(code: number, reason: string): void;
}

export interface TransportEvents {
  onOpen(): void;
  /** The bytes are the receiver's. */
  onMessage(message: string | Uint8Array): void;
  /** Exactly once, also where it never opened. */
  onClose(code: number, reason: string): void;
}

export interface TransportAddress {
  readonly url: string;
  /** What is offered, in order; a token travels as one of them. */
  readonly subprotocols: readonly string[];
}

/** Events come later, never during the call. */
export type OpenTransport = (address: TransportAddress, events: TransportEvents) => Transport;
