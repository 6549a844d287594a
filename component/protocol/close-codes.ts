/** Why a socket was closed, and whether coming back can help. Knows nothing of sockets. */

/** Application close codes (RFC 6455 section 7.4.2: 4000-4999 are private use). */
export const CLOSE_CODES = {
  /** A message or packet that breaks the protocol. */
  badMessage: 4400,
  /** No token where one is needed, or one that is wrong or has expired. A new token can help, the same one cannot. */
  badToken: 4401,
  forbidden: 4403,
  /** Neither end speaks the other's protocol version. */
  version: 4406,
  /** The receiver stopped taking even control messages. */
  slow: 4408,
  /** The same participant joined over a newer connection. */
  replaced: 4409,
  rateLimited: 4429,
  relayError: 4500,
  /** The relay is going away; another one, or this one in a moment, takes over. */
  relayClosing: 4503,
  /** Nothing was heard for HEARTBEAT_TIMEOUT_MS, or no join arrived in time. */
  silent: 4504,
} as const;

export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];

/** Codes after which the same client would only be closed again. 1002, 1003, 1007, 1008 and 1009 are RFC 6455's own. */
const TERMINAL = new Set<number>([
  1002,
  1003,
  1007,
  1008,
  1009,
  CLOSE_CODES.badMessage,
  CLOSE_CODES.badToken,
  CLOSE_CODES.forbidden,
  CLOSE_CODES.version,
  CLOSE_CODES.replaced,
  CLOSE_CODES.rateLimited,
]);

/** True where a reconnect with the same identity can succeed. Unknown codes (1006, 1001, a proxy's own) are worth a try. */
export const isRetryable = (code: number): boolean => !TERMINAL.has(code) && code !== 1000;
