/** Memory of a process as the system counts it. Linux only. */
import { readFileSync } from 'node:fs';

/** Bytes of resident memory. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!line?.[1]) throw new Error(`Process ${pid} has no resident memory: is it still running?`);
  return Number(line[1]) * 1024;
}
