/**
 * Builds what browsers and bundlers load, into dist/:
 *   stream-room.js                      the one script of a page, everything inside; chunks/ beside it load when used
 *   stream-room.classic.js              the same for pages that load no modules: one file, but for languages/ beside it
 *   stream-room-{media,speaker,capture}.js   the media worker and the audio worklets, each complete in itself
 *   define.js, index.js, protocol/*.js  for bundlers and Node: dependencies stay imports
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, parse, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(readFileSync(resolve(here, 'package.json'), 'utf8'));

/** Files that run outside the page: the source of each, and what it is called in dist. */
const BESIDE_THE_PAGE = {
  'media/worker.ts': 'stream-room-media.js',
  'playback/speaker-worklet.ts': 'stream-room-speaker.js',
  'capture/capture-worklet.ts': 'stream-room-capture.js',
};

const plugins = [
  builtFileUrls(BESIDE_THE_PAGE),
  nodeResolve({ browser: true, exportConditions: ['source', 'browser', 'import', 'default'] }),
  esbuild({ target: 'es2022', tsconfig: resolve(here, 'tsconfig.json') }),
];
const minify = () => terser({ module: true, ecma: 2022, compress: { passes: 3 }, format: { comments: false } });

const external = (id) => Object.keys(manifest.dependencies).some((name) => id === name || id.startsWith(`${name}/`));

/** Beside the classic script: as many languages as one likes, and it stays one file that grows with none of them. */
const LANGUAGES = 'languages';
const TRANSLATIONS = resolve(here, 'localization/translations.ts');

// Chunks of an earlier build would stay under their old names.
rmSync(resolve(here, 'dist'), { recursive: true, force: true });

export default [
  {
    input: { 'stream-room': resolve(here, 'define.ts') },
    // What chunks share with the script stays in it: no second request before the lobby, and import.meta.url is its own.
    preserveEntrySignatures: 'allow-extension',
    plugins,
    output: {
      dir: resolve(here, 'dist'),
      format: 'es',
      sourcemap: true,
      chunkFileNames: 'chunks/[name].js',
      plugins: [minify()],
    },
  },
  ...Object.entries(BESIDE_THE_PAGE).map(([source, file]) => ({
    input: resolve(here, source),
    plugins,
    output: {
      file: resolve(here, 'dist', file),
      format: 'es',
      sourcemap: true,
      inlineDynamicImports: true,
      plugins: [minify()],
    },
  })),
  {
    input: 'classic-entry',
    plugins: [classicEntry(), languagesBeside(), ...plugins],
    output: {
      file: resolve(here, 'dist/stream-room.classic.js'),
      format: 'iife',
      sourcemap: true,
      inlineDynamicImports: true,
      plugins: [terser({ toplevel: true, ecma: 2022, compress: { passes: 3 }, format: { comments: false } })],
    },
  },
  ...[...languageFiles()].map(([name, source]) => ({
    input: source,
    plugins,
    output: {
      file: resolve(here, 'dist', LANGUAGES, `${name}.js`),
      format: 'es',
      inlineDynamicImports: true,
      plugins: [minify()],
    },
  })),
  {
    input: {
      define: resolve(here, 'define.ts'),
      index: resolve(here, 'index.ts'),
      ...Object.fromEntries(
        readdirSync(resolve(here, 'protocol'))
          .filter((name) => name.endsWith('.ts'))
          .map((name) => [`protocol/${name.slice(0, -3)}`, resolve(here, 'protocol', name)]),
      ),
    },
    external,
    plugins,
    output: { dir: resolve(here, 'dist'), format: 'es', sourcemap: true, chunkFileNames: 'shared-[name].js' },
  },
];

/** The tag and nothing else: what define.ts exports would need a global name. */
function classicEntry() {
  return {
    name: 'classic-entry',
    resolveId: (id) => (id === 'classic-entry' ? id : null),
    load: (id) => (id === 'classic-entry' ? `import ${JSON.stringify(resolve(here, 'define.ts'))};` : null),
  };
}

/** The modules that translations.ts loads when a language is asked for, by name. */
function languageFiles() {
  const imports = readFileSync(TRANSLATIONS, 'utf8').matchAll(/\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g);
  return new Map([...imports].map(([, path]) => [parse(path).name, resolve(dirname(TRANSLATIONS), path)]));
}

/** A classic script may load modules, too: they are found beside it. */
function languagesBeside() {
  return {
    name: 'languages-beside',
    resolveDynamicImport(specifier, importer) {
      if (importer !== TRANSLATIONS || typeof specifier !== 'string') return null;
      return { id: `./${LANGUAGES}/${parse(specifier).name}.js`, external: true };
    },
  };
}

/**
 * Sources name a worker by its source, `new URL('../media/worker.ts', import.meta.url)`, which is right where sources
 * are served; this makes it the built file's address, from whichever chunk the line ends up in.
 */
function builtFileUrls(files) {
  const pattern = /new URL\(\s*(['"])([^'"]+\.ts)\1\s*,\s*import\.meta\.url\s*\)/g;
  const mark = (file) => `__BUILT_FILE__${file}__`;
  return {
    name: 'built-file-urls',
    transform(code, id) {
      if (!id.endsWith('.ts') || code.search(pattern) < 0) return null;
      const marked = code.replaceAll(pattern, (whole, _quote, path) => {
        const source = posix.relative(here, resolve(dirname(id), path));
        const file = files[source];
        if (!file) this.error(`${whole}: ${source} is not built. Add it to the build's list or correct the path.`);
        return `new URL('${mark(file)}', import.meta.url)`;
      });
      // Lines stay where they were: the old source map still holds.
      return { code: marked, map: null };
    },
    renderChunk(code, chunk) {
      if (!code.includes('__BUILT_FILE__')) return null;
      const folder = posix.relative(posix.dirname(chunk.fileName), '') || '.';
      return { code: code.replaceAll(/__BUILT_FILE__(.+?)__/g, (_whole, file) => `${folder}/${file}`), map: null };
    },
  };
}
