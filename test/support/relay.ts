/** A relay on a free port in this process, closed with the test. Knows nothing of what is said to it. */
import { createRelay, type Log, type Relay, type RelayOptions } from '../../relay/relay.ts';

/** What is closed when the test is over; `t` of a node:test test, or `{ after }` of a suite. */
interface Teardown {
  after(close: () => Promise<void>): void;
}

export interface StartedRelay extends Relay {
  /** `ws://localhost:<port>/socket` */
  readonly socketUrl: string;
  /** What the relay had to complain of, `level: message`. */
  readonly said: readonly string[];
}

/** A test is a thousand clients behind one address. */
const CROWD: RelayOptions = {
  maxConnectionsPerAddress: 100_000,
  handshakeRate: { perSecond: 100_000, burst: 100_000 },
};

/** Starts it on port 0 with these settings; what it complains of is kept, not printed. */
export async function startRelay(t: Teardown, options: RelayOptions = {}): Promise<StartedRelay> {
  const said: string[] = [];
  const log: Log = (level, message, cause) => {
    if (level !== 'info') said.push(`${level}: ${message}${cause ? ` ${String(cause)}` : ''}`);
  };
  const relay = createRelay({ port: 0, log, ...CROWD, ...options });
  t.after(() => relay.close());
  await relay.listen();
  // Its own getters stay alive: port and url are only known now.
  return Object.assign(Object.create(relay) as Relay, { socketUrl: `${relay.url.replace('http', 'ws')}socket`, said });
}
