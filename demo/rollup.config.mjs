/** Builds the demo page into demo/dist. The element itself is not in it: the page loads it from the relay, like any page. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';

const here = import.meta.dirname;

export default {
  input: resolve(here, 'page.ts'),
  plugins: [
    nodeResolve({ browser: true, exportConditions: ['source'] }),
    esbuild({ target: 'es2022', tsconfig: resolve(here, 'tsconfig.json') }),
    asTheyAre(['index.html', 'page.css', 'icon.svg']),
  ],
  output: {
    file: resolve(here, 'dist/page.js'),
    format: 'es',
    sourcemap: true,
    plugins: [terser({ module: true, ecma: 2022, format: { comments: false } })],
  },
};

/** Files that need no building. */
function asTheyAre(names) {
  return {
    name: 'as-they-are',
    generateBundle() {
      for (const fileName of names) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(resolve(here, fileName)) });
      }
    },
  };
}
