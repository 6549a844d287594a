/** A folder as a zip, the same bytes whenever its files are the same. Knows nothing of what is in them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** The first day that a zip can name. */
const MODIFIED = new Date(1980, 0, 1);

/** `instead`: texts that take the place of files, by their path in the zip. */
export function zipFolder(folder: string, instead: Readonly<Record<string, string>> = {}): Uint8Array {
  const paths = readdirSync(folder, { recursive: true })
    .map((path) => String(path).replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
  const files = paths.map((path) => {
    const text = instead[path];
    return [path, text === undefined ? readFileSync(join(folder, path)) : new TextEncoder().encode(text)] as const;
  });
  return zipSync(Object.fromEntries(files), { level: 9, mtime: MODIFIED });
}
