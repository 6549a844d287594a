/** Sees to it that the component's build is there and no older than its sources. Knows nothing of how it is built. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What pages load. */
export const BUILD = join(ROOT, 'component', 'dist');

/** Builds where it is needed. Rejects with the build's own words where it fails. */
export async function ensureBuilt(onProgress: (line: string) => void): Promise<void> {
  const script = join(BUILD, 'stream-room.js');
  if (existsSync(script) && statSync(script).mtimeMs > newestSourceMs()) return;
  onProgress('building the component');
  await promisify(execFile)('npm', ['run', 'build', '--workspace', 'stream-room'], { cwd: ROOT });
}

function newestSourceMs(): number {
  const sources = readdirSync(join(ROOT, 'component'), { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() && /\.(ts|mjs|json)$/.test(entry.name) && !/\/(dist|node_modules)(\/|$)/.test(entry.parentPath),
  );
  return Math.max(...sources.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
}
