/** Runs one piece of work at a time, again when it was asked for meanwhile. Knows nothing of the work. */

/**
 * Returns what asks for a run: at once, or once more after the present run, however often it was asked. `work` has to
 * deal with its own errors.
 */
export function coalesce(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = false;
    }
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
