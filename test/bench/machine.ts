/** What a bench ran on, for the head of its report. Knows nothing of the benches. */
import { execFile } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { promisify } from 'node:util';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Empty where a bench needs none. */
  readonly browser: string;
}

export async function describeMachine(browserPath: string | undefined): Promise<Machine> {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    browser: browserPath === undefined ? '' : await browserVersion(browserPath),
  };
}

async function browserVersion(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)(path, ['--version']);
  return stdout.trim();
}
