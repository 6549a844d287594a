/** Whether this browser plays sound here: Firefox starts no AudioContext on a machine without any sound device. */
export async function soundRuns(): Promise<boolean> {
  const context = new AudioContext();
  const running = context.resume().then(() => true);
  const runs = await Promise.race([running, new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false))]);
  void context.close();
  return runs;
}
