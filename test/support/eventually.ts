/** Waits for what comes when it comes. Knows nothing of what that is. */

const PATIENCE_MS = 5_000;
const INTERVAL_MS = 20;

/** Until `check` no longer throws; its last error where that takes too long. */
export async function eventually(check: () => unknown, patienceMs = PATIENCE_MS): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (true) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
