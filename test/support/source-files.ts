/** The project's files and what each imports, for tests about the sources themselves. Knows no rule. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** From the root, of a relative import; undefined of a package. */
  readonly path: string | undefined;
  readonly typeOnly: boolean;
}

/** Paths from the root, of all files below `folder`. */
export function filesBelow(folder: string): readonly string[] {
  const absolute = join(ROOT, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute)
    .filter((name) => !NOT_OURS.has(name))
    .sort()
    .flatMap((name) => {
      const path = posix.join(folder, name);
      return statSync(join(ROOT, path)).isDirectory() ? filesBelow(path) : [path];
    });
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** TypeScript that is shipped or run, without tests and declarations of foreign modules. */
export const isSource = (path: string): boolean =>
  /\.(ts|mjs)$/.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.d.ts');

const IMPORT = /(?:^|[\s;}])(import|export)\s+(type\s)?(?:[\w*{}\s,$]+?\sfrom\s+)?['"]([^'"\n]+)['"]/g;
const DYNAMIC_IMPORT = /\bimport\(\s*['"]([^'"\n]+)['"]/g;

/** Static and dynamic imports and re-exports. A worker's address (`new URL(…)`) is none: its code runs elsewhere. */
export function importsOf(path: string, text = read(path)): readonly Import[] {
  const code = withoutComments(text);
  const found = (specifier: string, typeOnly: boolean): Import => ({
    specifier,
    path: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined,
    typeOnly,
  });
  return [
    ...[...code.matchAll(IMPORT)].map(([, , type, specifier]) => found(specifier ?? '', type !== undefined)),
    ...[...code.matchAll(DYNAMIC_IMPORT)].map(([, specifier]) => found(specifier ?? '', false)),
  ];
}

/** Comments show imports as examples; those are none. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(\/\*[\s\S]*?\*\/|\/\/.*)$/gm, '');
}
