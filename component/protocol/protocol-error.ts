/** What both ends throw when bytes or messages break the protocol. Knows nothing of how the socket is closed for it. */

export type ProtocolErrorCode =
  | 'bad-packet'
  | 'bad-receipt'
  | 'bad-configuration'
  | 'bad-message'
  | 'too-large'
  | 'unknown-type';

/** A stable `code` for programs and a sentence for people: what was wrong, what was received, what is allowed. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(
    readonly code: ProtocolErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
