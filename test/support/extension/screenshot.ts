/** Pictures of what a flow goes by, for people to look at: into the folder that SCREENSHOTS names, else none. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Camera {
  screenshot(): Promise<Uint8Array>;
}

export async function shot(page: Camera, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), await page.screenshot());
}
