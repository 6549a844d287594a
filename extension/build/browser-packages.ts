/**
 * Builds the browser extension from extension/browser into extension/dist (`--into FOLDER`: there): a folder and a zip for Chromium, the same for
 * Firefox. The scripts are alike in both; only the manifests differ. Knows nothing of what the scripts do.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { type RollupOptions, rollup } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import { createManifest, DEVELOPMENT_KEY, type Target } from '../browser/manifest.ts';
import { distFolder } from './dist-folder.ts';
import { zipFolder } from './zip-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCE = join(ROOT, 'extension/browser');
const COMPONENT = join(ROOT, 'component/dist');
const DIST = distFolder();

/** Scripts of pages and background, which may share chunks. */
const MODULES = ['background', 'frame', 'panel', 'welcome', 'options'];
/** Runs inside other people's pages, as one plain script. */
const CONTENT_SCRIPT = 'content';

const TARGETS: readonly Target[] = ['chromium', 'firefox'];

const { version } = JSON.parse(readFileSync(join(ROOT, 'extension/package.json'), 'utf8')) as { version: string };

for (const target of TARGETS) rmSync(join(DIST, target), { recursive: true, force: true });
const [first = 'chromium', ...others] = TARGETS;
await writeScripts(join(DIST, first));
for (const other of others) cpSync(join(DIST, first), join(DIST, other), { recursive: true });
for (const target of TARGETS) {
  const folder = join(DIST, target);
  copyPages(folder);
  copyWorkers(folder);
  writeManifest(folder, target, DEVELOPMENT_KEY);
  // A store refuses a key it did not give itself.
  const storeManifest = manifestText(target);
  writeFileSync(
    `${folder.replace(target, `stream-room-${target}`)}.zip`,
    zipFolder(folder, { 'manifest.json': storeManifest }),
  );
}

async function writeScripts(dir: string): Promise<void> {
  const plugins: RollupOptions['plugins'] = [
    nodeResolve({ browser: true, exportConditions: ['source', 'browser', 'import', 'default'] }),
    commonjs(),
    esbuild({ target: ['chrome120', 'firefox142'], tsconfig: join(ROOT, 'extension/tsconfig.json') }),
  ];
  const minify = terser({ ecma: 2020, compress: { passes: 2 }, format: { comments: false } });
  const modules = await rollup({
    input: Object.fromEntries(MODULES.map((name) => [name, join(SOURCE, `${name}.ts`)])),
    plugins,
  });
  await modules.write({ dir, format: 'es', chunkFileNames: 'chunks/[name].js', plugins: [minify] });
  const content = await rollup({ input: join(SOURCE, `${CONTENT_SCRIPT}.ts`), plugins });
  // Its last value is undefined: Firefox refuses to inject a script whose value cannot be cloned.
  await content.write({
    file: join(dir, `${CONTENT_SCRIPT}.js`),
    format: 'iife',
    footer: 'void 0;',
    plugins: [minify],
  });
}

/** Pages, styles and icons as they are; words where browsers look for them. */
function copyPages(folder: string): void {
  for (const name of readdirSync(SOURCE)) {
    if (/\.(html|css|svg|png)$/.test(name) || name === 'icons') {
      cpSync(join(SOURCE, name), join(folder, name), { recursive: true });
    }
  }
  for (const name of readdirSync(join(SOURCE, 'locales'))) {
    if (!name.endsWith('.json')) continue;
    const language = name.slice(0, -'.json'.length).replace('-', '_');
    mkdirSync(join(folder, '_locales', language), { recursive: true });
    cpSync(join(SOURCE, 'locales', name), join(folder, '_locales', language, 'messages.json'));
  }
}

/** The element's worker and worklets; the element itself is built into the scripts, so that all share one Lit. */
function copyWorkers(folder: string): void {
  for (const name of readdirSync(COMPONENT)) {
    if (/^stream-room-[a-z]+\.js$/.test(name)) cpSync(join(COMPONENT, name), join(folder, 'stream-room', name));
  }
}

function writeManifest(folder: string, target: Target, key: string): void {
  writeFileSync(join(folder, 'manifest.json'), manifestText(target, key));
}

function manifestText(target: Target, key?: string): string {
  const manifest = createManifest(target, { version, ...(key !== undefined && { key }) });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
