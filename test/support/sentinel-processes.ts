/**
 * Redis that fails over: a master, a replica and three Sentinels that watch them, on free loopback ports. Knows nothing of
 * what is kept in it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-port.ts';

const MASTER_NAME = 'relays';
/** Silence after which a Sentinel takes the master for down. */
const DOWN_AFTER_MS = 1_500;

export interface SentinelProcesses {
  /** `redis+sentinel://host:port,host:port,host:port/name` */
  readonly url: string;
  /** SIGKILL of the master that was first. */
  killMaster(): void;
  /** SIGSTOP: it hangs with its sockets open. */
  pauseMaster(): void;
  resumeMaster(): void;
}

const QUIET_MS = 150;

interface Teardown {
  after(close: () => Promise<void>): void;
}

/** Ends with the test. Resolves when the Sentinels know master, replica and each other. */
export async function openSentinelProcesses(t: Teardown): Promise<SentinelProcesses> {
  const folder = await mkdtemp(join(tmpdir(), 'stream-room-sentinel-'));
  const children: ChildProcess[] = [];
  t.after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(
      children.map((child) => (child.exitCode === null && !child.signalCode ? once(child, 'exit') : 0)),
    );
    await rm(folder, { recursive: true, force: true });
  });
  const run = (args: readonly string[]): ChildProcess => {
    const child = spawn('redis-server', args, { stdio: 'ignore', cwd: folder });
    children.push(child);
    return child;
  };
  const plain = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--repl-diskless-sync-delay', '0'];
  const [masterPort, replicaPort, ...sentinelPorts] = await freePorts(5);
  const master = run(['--port', String(masterPort), ...plain]);
  run(['--port', String(replicaPort), '--replicaof', '127.0.0.1', String(masterPort), ...plain]);
  await untilAnswers(replicaPort ?? 0, 'INFO replication', /master_link_status:up/);
  for (const port of sentinelPorts) {
    const file = join(folder, `sentinel-${port}.conf`);
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 2`,
      `sentinel down-after-milliseconds ${MASTER_NAME} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${MASTER_NAME} 5000`,
      `sentinel parallel-syncs ${MASTER_NAME} 1`,
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    run([file, '--sentinel']);
  }
  for (const port of sentinelPorts) {
    await untilAnswers(
      port,
      `SENTINEL master ${MASTER_NAME}`,
      /num-slaves\r\n\$1\r\n1[\s\S]*num-other-sentinels\r\n\$1\r\n2/,
    );
  }
  return {
    url: `redis+sentinel://${sentinelPorts.map((port) => `127.0.0.1:${port}`).join(',')}/${MASTER_NAME}`,
    killMaster: () => void master.kill('SIGKILL'),
    pauseMaster: () => void master.kill('SIGSTOP'),
    resumeMaster: () => void master.kill('SIGCONT'),
  };
}

async function untilAnswers(port: number, command: string, wanted: RegExp): Promise<void> {
  let last = '';
  for (let attempt = 0; attempt < 200; attempt++) {
    last = await ask(port, command).catch((error: unknown) => String(error));
    if (wanted.test(last)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `Redis on port ${port} did not come to ${wanted} within 20 s; ${command} gave: ${last.slice(0, 400)}`,
  );
}

/** What comes until nothing more does: Sentinels know no QUIT. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString();
    });
    socket.on('error', reject);
    socket.setTimeout(QUIET_MS, () => {
      socket.destroy();
      resolve(answer);
    });
  });
}
