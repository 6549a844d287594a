/** A client that was there all the time and means no harm: how long it waits while others do. Knows nothing of those. */
import { ProtocolClient } from '../support/protocol-client.ts';
import { atMost, type Finding, quantile } from './scenario.ts';

const EVERY_MS = 50;

export interface Canary {
  /** Ends it. @param p99Ms that its answers may take */
  findings(p99Ms: number): Promise<readonly Finding[]>;
}

export async function openCanary(socketUrl: string, token?: string): Promise<Canary> {
  const { client } = await ProtocolClient.join(socketUrl, {
    room: 'canary',
    name: 'Canary',
    ...(token ? { token } : {}),
  });
  const waits: number[] = [];
  let isOver = false;
  let failure: string | undefined;
  const watching = (async () => {
    while (!isOver) {
      const started = performance.now();
      await client.settled();
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })().catch((error: unknown) => {
    failure = String(error);
  });
  return {
    async findings(p99Ms) {
      isOver = true;
      await watching;
      client.close();
      return [
        atMost('answers to a client that means no harm, p99', quantile(waits, 0.99), p99Ms, ' ms'),
        {
          what: 'that client’s connection',
          measured: failure ?? 'held',
          allowed: 'held',
          ok: failure === undefined,
          isTiming: false,
        },
      ];
    },
  };
}
