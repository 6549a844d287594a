/**
 * Builds what Node runs, into dist/: main.js (the command) and relay.js (the library), with the wire protocol inside, the
 * operator's page in operator/, the pages of a call in embed/ and the component's build in component/, so that an
 * installed relay has a script to serve.
 */
import { chmodSync, cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, 'dist');
const { dependencies } = JSON.parse(readFileSync(resolve(here, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });

export default {
  input: { main: resolve(here, 'main.ts'), relay: resolve(here, 'relay.ts') },
  external: (id) =>
    id.startsWith('node:') || Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`)),
  plugins: [
    nodeResolve({ exportConditions: ['source', 'node', 'import', 'default'] }),
    esbuild({ target: 'node20', tsconfig: resolve(here, 'tsconfig.json') }),
    finish(),
  ],
  output: { dir: dist, format: 'es', sourcemap: true, chunkFileNames: 'shared-[name].js' },
};

/** Makes main.js a command and brings what browsers load. */
function finish() {
  return {
    name: 'finish',
    writeBundle() {
      chmodSync(resolve(dist, 'main.js'), 0o755);
      for (const pages of ['operator', 'embed']) {
        cpSync(resolve(here, pages), resolve(dist, pages), { recursive: true });
      }
      const component = resolve(here, '../component/dist');
      if (!existsSync(component)) return;
      const isForBrowsers = (path) => !/[\\/](types|protocol)$/.test(path) && !path.endsWith('.d.ts');
      cpSync(component, resolve(dist, 'component'), { recursive: true, filter: isForBrowsers });
    },
  };
}
