/** Questions and answers between the bench and the processes it forks. Knows nothing of what is asked. */
import { type ChildProcess, fork } from 'node:child_process';

interface Question {
  readonly id: number;
  readonly type: string;
  readonly value: unknown;
}

type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

/** Longest wait for an answer; joining 5,000 connections takes longest. */
const ANSWER_TIMEOUT_MS = 120_000;

export class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;

  /** Runs a TypeScript file of this folder, as this process itself is run. The caller closes it. */
  constructor(file: URL, environment: NodeJS.ProcessEnv = {}) {
    this.#process = fork(file, {
      execArgv: [...process.execArgv, '--expose-gc'],
      env: { ...process.env, ...environment },
    });
    this.#process.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.result);
    });
    this.#process.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Error(`${file.pathname.split('/').at(-1)} ended with ${signal ?? code} before it answered.`));
      }
      this.#waiting.clear();
    });
  }

  async ask<Result>(type: string, value?: unknown): Promise<Result> {
    const id = ++this.#lastId;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        timer = setTimeout(
          () => reject(new Error(`"${type}" was not answered in ${ANSWER_TIMEOUT_MS} ms.`)),
          ANSWER_TIMEOUT_MS,
        );
        this.#process.send({ id, type, value } satisfies Question);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the process, and waits until it has. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    await new Promise((resolve) => {
      this.#process.once('exit', resolve);
      this.#process.kill('SIGKILL');
    });
  }
}

/** In the forked process: answers each question by its type, and ends when the asker is gone. */
export function answer(handlers: Readonly<Record<string, (value: never) => unknown>>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ id, type, value }: Question) => {
    const handler = handlers[type] as ((value: unknown) => unknown) | undefined;
    Promise.resolve()
      .then(() => {
        if (!handler) throw new Error(`Nobody answers "${type}".`);
        return handler(value);
      })
      .then((result) => process.send?.({ id, result } satisfies Answer))
      .catch((error: unknown) => {
        process.send?.({
          id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        } satisfies Answer);
      });
  });
}
