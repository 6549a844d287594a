/** The page's own server, in place of the network: every request of `fetch` goes to a function. */
import { CallError } from '../../../component/support/errors.ts';

export interface TokenServer {
  readonly requests: readonly Request[];
  close(): void;
}

/** Until it is closed, which puts the network back. */
export function serveTokens(answer: (request: Request) => Response | Promise<Response>): TokenServer {
  const { fetch } = window;
  const requests: Request[] = [];
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return await answer(request);
  };
  return {
    requests,
    close() {
      window.fetch = fetch;
    },
  };
}

/** The CallError that the promise rejects with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<CallError> {
  const result = await promise.then(
    (value) => new Error(`It resolved to ${JSON.stringify(value)}.`),
    (error: unknown) => error,
  );
  if (result instanceof CallError) return result;
  throw result;
}
