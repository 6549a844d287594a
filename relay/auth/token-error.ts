/** Why a token was refused, for whoever sent it. Knows nothing of how tokens are checked. */

export type TokenErrorCode =
  /** None was sent where one is needed. */
  | 'missing'
  /** One was sent to a relay that has no keys to check it with. */
  | 'not-expected'
  | 'too-large'
  | 'malformed'
  /** Its header points to keys or asks for rules of its own. */
  | 'bad-header'
  | 'wrong-type'
  | 'wrong-algorithm'
  | 'unknown-key'
  | 'bad-signature'
  | 'wrong-audience'
  | 'wrong-issuer'
  /** Its key is not for this room. */
  | 'wrong-room'
  | 'not-yet'
  | 'expired'
  | 'too-long'
  /** A claim is missing or is not what it may be. */
  | 'claims'
  /** One-time, and its time was before. */
  | 'used'
  /** Nothing is wrong with it as far as was seen: it could not be checked. Later it can be. */
  | 'unavailable';

/** The message is a sentence of at most 123 bytes (a close reason); never a part of the token. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenErrorCode;

  constructor(code: TokenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
