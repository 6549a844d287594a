/** `npm start` as a process, without npm in between so that signals reach it. Knows no page. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './source-files.ts';

export interface DemoProcess {
  readonly child: ChildProcess;
  /** Exit code or signal. */
  readonly exited: Promise<number | string>;
  /** Everything it has printed. */
  output(): string;
  /** Resolves when it has printed something that matches; rejects when it ends without. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

/** The caller ends it. */
export function openDemoProcess(environment: Record<string, string>, ...args: string[]): DemoProcess {
  const child = spawn(process.execPath, [join(ROOT, 'demo/start.mjs'), ...args], {
    cwd: '/',
    env: { ...process.env, ...environment },
  });
  let output = '';
  const note = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    child,
    exited,
    output: () => output,
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        assert.equal(child.exitCode, null, `It ended without saying ${pattern}: ${output}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
  };
}
