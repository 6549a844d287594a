/** Runs one scenario: opens what it asks for, closes all of it, and turns what it throws into a finding. */
import { openRedisProcess } from '../support/redis-process.ts';
import { openRelayProcess } from '../support/relay-process.ts';
import { openSentinelProcesses } from '../support/sentinel-processes.ts';
import { Caller } from './caller.ts';
import { createRandom } from './random.ts';
import type { Finding, Scenario } from './scenario.ts';

/** All callers come from one address here, which no clients of the world do. */
const ONE_ADDRESS = ['--handshake-rate', '10000/20000', '--max-connections-per-address', '20000'];

export interface RunOptions {
  readonly seed: number;
  readonly quick: boolean;
  readonly note: (line: string) => void;
}

export async function runScenario(scenario: Scenario, { seed, quick, note }: RunOptions): Promise<readonly Finding[]> {
  const random = createRandom(seed);
  const closers: (() => unknown)[] = [];
  try {
    return await scenario.run({
      seed,
      random,
      quick,
      note,
      async openRelay({ args = [], ...options } = {}) {
        const relay = await openRelayProcess({ args: [...ONE_ADDRESS, ...args], ...options });
        closers.push(() => relay.kill());
        return relay;
      },
      openRedis: () => openRedisProcess({ after: (close) => void closers.push(close) }),
      openSentinels: () => openSentinelProcesses({ after: (close) => void closers.push(close) }),
      defer: (close) => void closers.push(close),
      openCaller(options) {
        const caller = new Caller({ ...options, random });
        closers.push(() => caller.close());
        caller.start();
        return caller;
      },
    });
  } catch (error) {
    const measured = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ what: 'the scenario itself', measured, allowed: 'runs to its end', ok: false, isTiming: false }];
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
