/**
 * Starts the media code: in a worker where the page lets us, else on the page's own thread. Knows nothing of what the
 * messages mean.
 */
import type { FromMedia, ToMedia } from '../media/messages.ts';

export interface MediaHost {
  post(message: ToMedia, transfer?: Transferable[]): void;
  listen(onMessage: (message: FromMedia) => void, signal: AbortSignal): void;
  /** Ends everything the host holds: socket, encoders, decoders, frames. Idempotent. */
  close(): void;
}

/** ms: a worker file is one small request; a worker that a policy blocks says nothing at all in some browsers. */
const READY_TIMEOUT_MS = 3_000;

/** `workerAddress` may be of another origin. */
export async function openMediaHost(workerAddress: string): Promise<MediaHost> {
  try {
    return await openWorker(workerAddress);
  } catch (error) {
    console.warn('stream-room: no media worker, so media runs on the page itself, less smoothly.', error);
    return openOnPage();
  }
}

class PortHost implements MediaHost {
  readonly #port: Worker | MessagePort;
  readonly #end: () => void;
  readonly #lifetime = new AbortController();

  constructor(port: Worker | MessagePort, end: () => void) {
    this.#port = port;
    this.#end = end;
  }

  post(message: ToMedia, transfer: Transferable[] = []): void {
    if (!this.#lifetime.signal.aborted) this.#port.postMessage(message, transfer);
  }

  listen(onMessage: (message: FromMedia) => void, signal: AbortSignal): void {
    this.#port.addEventListener('message', (event) => onMessage((event as MessageEvent<FromMedia>).data), {
      signal: AbortSignal.any([signal, this.#lifetime.signal]),
    });
  }

  close(): void {
    if (this.#lifetime.signal.aborted) return;
    this.post({ type: 'close' });
    this.#lifetime.abort();
    this.#end();
  }
}

async function openWorker(address: string): Promise<MediaHost> {
  const { script, revoke } = workerScript(address);
  try {
    // Trusted Types demand a TrustedScriptURL, which the type of Worker does not know.
    const worker = new Worker(trustedScriptUrl(script) as string, { type: 'module', name: 'stream-room media' });
    await readiness(worker).catch((error: unknown) => {
      worker.terminate();
      throw error;
    });
    // The worker closes itself when everything it holds is let go; terminating it at once would cut that short.
    return new PortHost(worker, () => setTimeout(() => worker.terminate(), CLOSING_MS));
  } finally {
    revoke();
  }
}

/** ms: for the last words of a socket to be sent. */
const CLOSING_MS = 500;

function readiness(media: Worker | MessagePort): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The media worker did not start within ${READY_TIMEOUT_MS} ms.`)),
      READY_TIMEOUT_MS,
    );
    signal.addEventListener('abort', () => clearTimeout(timer));
    media.addEventListener(
      'message',
      (event) => {
        if ((event as MessageEvent<FromMedia>).data.type === 'ready') resolve();
      },
      { signal },
    );
    media.addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        const why = event instanceof ErrorEvent ? event.message : 'no reason given';
        reject(new Error(`The media worker was refused or is broken: ${why}.`));
      },
      { signal },
    );
  }).finally(() => done.abort());
}

/** A worker has to be of the page's own origin; a blob of it may import the real file from anywhere. */
function workerScript(address: string): { script: string; revoke: () => void } {
  if (new URL(address).origin === globalThis.origin) return { script: address, revoke: () => undefined };
  const bootstrap = `import ${JSON.stringify(address)};`;
  const script = URL.createObjectURL(new Blob([bootstrap], { type: 'text/javascript' }));
  return { script, revoke: () => URL.revokeObjectURL(script) };
}

interface TrustedTypePolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): unknown };
}

let policy: { createScriptURL(address: string): unknown } | undefined;

/** Pages with Trusted Types name the policies they allow: ours is `stream-room`, made once for all calls of the page. */
function trustedScriptUrl(address: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicies };
  if (trustedTypes === undefined) return address;
  policy ??= trustedTypes.createPolicy('stream-room', { createScriptURL: ownScript });
  return policy.createScriptURL(address);
}

/** The page's own files and our own blobs, whatever anybody makes of the address. */
function ownScript(address: string): string {
  if (new URL(address).origin === globalThis.origin) return address;
  throw new TypeError(`Workers start from the page's own origin, "${address}" is of another.`);
}

async function openOnPage(): Promise<MediaHost> {
  const { runMedia } = await import('../media/session.ts');
  const { port1, port2 } = new MessageChannel();
  const ready = readiness(port1);
  port1.start();
  runMedia(port2);
  await ready;
  return new PortHost(port1, () => setTimeout(() => port1.close(), CLOSING_MS));
}
