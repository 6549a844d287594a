/** Asks the media host for its figures. Knows nothing of what they mean. */
import type { FromMedia, TrackReport } from '../media/messages.ts';
import type { Clock } from '../support/clock.ts';
import { CallError } from '../support/errors.ts';
import type { MediaHost } from './media-host.ts';

/** ms: a media worker that is busy encoding answers late; one that is gone never does. */
const REPORT_TIMEOUT_MS = 3_000;

let lastRequestId = 0;

/** Rejects with CallError `request-timeout`. */
export function mediaReport(media: MediaHost, clock: Clock): Promise<readonly TrackReport[]> {
  lastRequestId += 1;
  const requestId = lastRequestId;
  const answered = new AbortController();
  return new Promise<readonly TrackReport[]>((resolve, reject) => {
    const hear = (message: FromMedia) => {
      if (message.type === 'report' && message.requestId === requestId) resolve(message.tracks);
    };
    media.listen(hear, answered.signal);
    clock.after(
      REPORT_TIMEOUT_MS,
      () => reject(new CallError('request-timeout', 'The media worker gave no figures. Try again.')),
      answered.signal,
    );
    media.post({ type: 'report', requestId });
  }).finally(() => answered.abort());
}
