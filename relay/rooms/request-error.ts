/** What a room or the gateway throws when it refuses a request; the connection stays. Knows nothing of messages. */
import type { RequestErrorCode } from 'stream-room/protocol/control';

export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: RequestErrorCode,
    message: string,
  ) {
    super(message);
  }
}
