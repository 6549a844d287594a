/** Waits for what comes when it comes. Knows nothing of what that is. */

const PATIENCE_MS = 5_000;
const INTERVAL_MS = 20;

/** What `check` gives once it no longer throws; its last error where that takes too long. */
export async function eventually<T>(check: () => T | Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const deadline = performance.now() + patienceMs;
  while (true) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
