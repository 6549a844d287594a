/** A joined client in a process of its own, which can be stopped without its connection ending. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ProtocolClient } from './protocol-client.ts';

const SELF = fileURLToPath(import.meta.url);

/** Resolves when it has joined; ended with the test. */
export async function openClientProcess(t: Pick<TestContext, 'after'>, socketUrl: string) {
  const child = fork(SELF, [socketUrl], { execArgv: ['--conditions=source', '--import', 'tsx'] });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'message');
  return { pause: () => child.kill('SIGSTOP'), resume: () => child.kill('SIGCONT') };
}

const [, script, socketUrl] = process.argv;
if (script === SELF && socketUrl) {
  const { client } = await ProtocolClient.join(socketUrl, { name: 'Child' });
  process.send?.(client.participantId);
}
