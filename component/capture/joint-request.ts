/**
 * Camera and microphone that are wanted at the same moment are asked for in one question instead of two (W3C Media Capture
 * and Streams, section 10). Knows nothing of what is wanted of either.
 */

type Kind = 'audio' | 'video';

interface Waiting {
  readonly constraints: MediaStreamConstraints;
  readonly give: (stream: MediaStream) => void;
  readonly refuse: (error: unknown) => void;
}

/** ms: nobody reads a question and answers it in less. */
const QUICKEST_ANSWER_MS = 400;

const PERMISSION = { audio: 'microphone', video: 'camera' } as const;

let waiting: Partial<Record<Kind, Waiting>> = {};

/** As getUserMedia. @param constraints of one kind, with `false` for the other; the stream holds that kind only */
export function requestMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  const kind = constraints.video ? 'video' : 'audio';
  // The same again is a question of its own.
  if (waiting[kind]) return ask(constraints);
  return new Promise((give, refuse) => {
    if (!waiting.audio && !waiting.video) queueMicrotask(askForAll);
    waiting[kind] = { constraints, give, refuse };
  });
}

function askForAll(): void {
  const { audio, video } = waiting;
  waiting = {};
  const one = audio ?? video;
  if (audio && video) void askTogether(audio, video);
  else if (one) askAlone(one);
}

function askAlone({ constraints, give, refuse }: Waiting): void {
  ask(constraints).then(give, refuse);
}

async function askTogether(audio: Waiting, video: Waiting): Promise<void> {
  const askedAt = performance.now();
  try {
    const { video: picture = true } = video.constraints;
    const stream = await ask({ ...audio.constraints, video: picture });
    audio.give(new MediaStream(stream.getAudioTracks()));
    video.give(new MediaStream(stream.getVideoTracks()));
  } catch (error) {
    if (await isAnswerForBoth(error, performance.now() - askedAt)) {
      for (const each of [audio, video]) each.refuse(error);
    } else {
      // One of them cannot be had: the other is not lost with it.
      for (const each of [audio, video]) askAlone(each);
    }
  }
}

/** Somebody was asked and said no, and is not to be asked again. */
async function isAnswerForBoth(error: unknown, tookMs: number): Promise<boolean> {
  if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || tookMs < QUICKEST_ANSWER_MS) return false;
  const [audio, video] = await Promise.all([permissionOf('audio'), permissionOf('video')]);
  return audio === video;
}

/** Undefined where the browser does not say. */
const permissionOf = (kind: Kind): Promise<PermissionState | undefined> =>
  Promise.resolve()
    .then(() => navigator.permissions.query({ name: PERMISSION[kind] as PermissionName }))
    .then(
      ({ state }) => state,
      () => undefined,
    );

// A rejection, so that a missing method ends where every other failure does.
const ask = (constraints: MediaStreamConstraints): Promise<MediaStream> =>
  navigator.mediaDevices?.getUserMedia?.(constraints) ?? Promise.reject(new TypeError('getUserMedia is missing'));
