/** The one error class of the component: a stable code for programs, a sentence and the way out for people. */

export type CallErrorCode =
  /** The page is not served over https (or localhost). */
  | 'insecure-page'
  /** The browser lacks something that no fallback replaces. */
  | 'browser-too-old'
  /** The person, or an earlier choice of theirs, refused the camera or microphone to this site. */
  | 'permission-denied'
  /** The page forbids it: Permissions-Policy header, or an iframe without `allow`. */
  | 'permission-policy'
  /** The operating system refuses the device to the browser. */
  | 'permission-system'
  | 'no-camera'
  | 'no-microphone'
  /** Another program holds it, or it failed to start. */
  | 'device-busy'
  /** Unplugged, or taken away, while in use. */
  | 'device-lost'
  | 'screen-unsupported'
  | 'screen-failed'
  /** The relay attribute is not a usable address. */
  | 'bad-relay'
  | 'bad-room'
  | 'relay-unreachable'
  /** The relay closed the connection for good; `closeCode` says why. */
  | 'refused'
  /** No token where one is needed, or one that is wrong or too old. */
  | 'bad-token'
  /** The page's own server, or its script, gave no answer to the question for a token. */
  | 'no-token'
  /** The page's own server gives tokens to those only who are signed in there. */
  | 'not-signed-in'
  /** Not with this token, role or link. */
  | 'forbidden'
  | 'room-locked'
  /** A host turned one away from the waiting room. */
  | 'not-admitted'
  | 'replaced'
  | 'version'
  | 'not-joined'
  | 'request-failed'
  | 'request-timeout'
  | 'encoder-failed'
  | 'decoder-failed'
  | 'media-refused'
  | 'bad-argument';

/**
 * `message` says what is wrong and the way out, in English, for logs and developers; the interface shows its own
 * localized sentence by `code`.
 */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly code: CallErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
