/** The relay as an operator runs it: a process of its own that can be killed and started again. Knows no protocol. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const MAIN = fileURLToPath(new URL('../../relay/main.ts', import.meta.url));

export interface RelayProcess {
  readonly port: number;
  /** `http://localhost:<port>` */
  readonly url: string;
  /** `ws://localhost:<port>/socket` */
  readonly socketUrl: string;
  readonly pid: number;
  /** SIGKILL: no goodbye. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: the connections stay, nothing answers. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** SIGTERM, as an operator stops it; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface RelayProcessOptions {
  /** Beside `--port`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its log lines go, one at a time; by default nowhere. */
  readonly onLine?: (line: string) => void;
}

/** Starts a relay on a free loopback port; resolves when it answers. The caller stops it. */
export async function openRelayProcess({
  args = [],
  env = {},
  onLine,
}: RelayProcessOptions = {}): Promise<RelayProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess;
  const start = async () => {
    const options = ['--conditions=source', '--import', 'tsx', MAIN, '--port', String(port), ...args];
    child = spawn(process.execPath, options, {
      stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'inherit'],
      env: { ...process.env, ...env },
    });
    if (onLine && child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
    await untilLive(url, child);
  };
  await start();
  const gone = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  };
  return {
    port,
    url,
    socketUrl: `ws://localhost:${port}/socket`,
    get pid() {
      return child.pid ?? 0;
    },
    kill: async () => {
      await gone('SIGKILL');
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    start,
    stop: () => gone('SIGTERM'),
  };
}

async function untilLive(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`The relay stopped at its start with exit code ${child.exitCode}.`);
    const live = await fetch(`${url}/live`).then(
      (response) => response.ok,
      () => false,
    );
    if (live) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The relay at ${url} did not answer /live within 10 s.`);
}
