/** What a redis-server has used so far, in its own words. Knows nothing of what it is used for. */

/** µs of CPU, of the answer to `INFO cpu`. Throws where that is something else. */
export function parseRedisCpuMicros(info: string): number {
  const seconds = (name: string) => {
    const [, value] = new RegExp(`^${name}:([\\d.]+)\\r?$`, 'm').exec(info) ?? [];
    if (value === undefined) throw new Error(`Redis did not say ${name}; it said: ${info.slice(0, 200)}`);
    return Number(value);
  };
  return Math.round((seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6);
}
