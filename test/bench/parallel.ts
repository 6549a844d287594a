/** Work that goes on several at a time. Knows nothing of what the work is. */

/** Runs `work` for 0 to `count` − 1, `atOnce` at a time; the results are in that order. Rejects with the first failure. */
export async function inParallel<Result>(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let hasFailed = false;
  const worker = async () => {
    while (next < count && !hasFailed) {
      const index = next++;
      results[index] = await work(index).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return results;
}
