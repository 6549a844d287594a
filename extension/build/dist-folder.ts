/** Where a build goes: extension/dist, or the folder after `--into`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export function distFolder(): string {
  const { into } = parseArgs({ options: { into: { type: 'string' } }, strict: false }).values;
  return typeof into === 'string' ? resolve(into) : resolve(import.meta.dirname, '../dist');
}
