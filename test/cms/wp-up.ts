/**
 * A WordPress of a test's own on loopback: real PHP, real core, SQLite, from the cache in a second or two. Knows nothing of
 * stream-room.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { cached, run } from './debian-packages.ts';
import { configFile, definitions, evalFile, installCode, networkCode, ROUTER, TEST_PLUGIN } from './wordpress-files.ts';
import { CACHE, themeOf, type WordPressParts } from './wordpress-parts.ts';

export interface WordPress {
  /** `http://localhost:<port>`, no slash at the end. */
  readonly url: string;
  /** Its folder. */
  readonly folder: string;
  readonly version: WordPressParts['version'];
  /** Runs PHP with WordPress loaded, on the command line; what it printed. */
  php(code: string): string;
  /** What PHP and WordPress complained of. */
  log(): string;
  close(): Promise<void>;
}

export interface WordPressOptions {
  /** Folders by name, copied into wp-content/plugins and activated. */
  readonly plugins?: Readonly<Record<string, string>>;
  /** As in a person's wp-config.php. */
  readonly constants?: Readonly<Record<string, string | boolean | number>>;
  /** PHP, run once as the administrator after activation. */
  readonly setup?: string;
  /** False: the database that the constants name. */
  readonly sqlite?: boolean;
  /** A network (multisite), in which plugins are activated for every site. */
  readonly network?: boolean;
}

const READY_TIMEOUT_MS = 30_000;

export async function wpUp(parts: WordPressParts, options: WordPressOptions = {}): Promise<WordPress> {
  const { version, php, core, sqlite } = parts;
  const { plugins = {}, constants = {}, setup = '', network = false, sqlite: isSqlite = true } = options;
  const folder = join(mkdtempSync(join(tmpdir(), 'stream-room-wp-')), 'site');
  const content = join(folder, 'wp-content');
  // The core is as large as its cache, and nothing changes it: hard links, where the file system has them.
  try {
    run('cp', ['-al', core, folder]);
  } catch {
    rmSync(folder, { recursive: true, force: true });
    run('cp', ['-a', core, folder]);
  }
  for (const name of ['plugins', 'uploads', 'mu-plugins', 'database']) {
    mkdirSync(join(content, name), { recursive: true });
  }
  for (const [slug, source] of Object.entries(plugins)) {
    cpSync(source, join(content, 'plugins', slug), { recursive: true });
  }
  const driver = readFileSync(join(sqlite, 'db.copy'), 'utf8')
    .replaceAll('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', sqlite)
    .replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php');
  if (isSqlite) writeFileSync(join(content, 'db.php'), driver);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const log = join(folder, 'debug.log');
  writeFileSync(join(folder, 'wp-config.php'), configFile(url, log, constants));
  writeFileSync(join(folder, 'router.php'), ROUTER);
  writeFileSync(join(content, 'mu-plugins/test.php'), TEST_PLUGIN);

  const evaluate = (code: string, installing = false): string => {
    const file = join(folder, 'eval.php');
    writeFileSync(file, evalFile(port, code, installing));
    try {
      return run(php.command, [...php.args, 'eval.php'], { cwd: folder, env: php.env });
    } finally {
      rmSync(file);
    }
  };

  const template = join(CACHE, `database-${version}`);
  if (!isSqlite) {
    const create =
      "mysqli_query( mysqli_connect( '', DB_USER, '', '', 0, explode( ':', DB_HOST )[1] ), 'CREATE DATABASE ' . DB_NAME );";
    run(php.command, [...php.args, '-r', `${definitions(constants)} ${create}`], { env: php.env });
    evaluate(installCode(themeOf(version)), true);
  } else if (!existsSync(template)) {
    evaluate(installCode(themeOf(version)), true);
    await cached(template, async (work) => {
      cpSync(join(content, 'database'), join(work, 'database'), { recursive: true });
      return join(work, 'database');
    });
  } else {
    cpSync(template, join(content, 'database'), { recursive: true });
  }
  if (network) {
    evaluate(networkCode(new URL(url).host));
    writeFileSync(join(folder, 'wp-config.php'), configFile(url, log, constants, true));
    evaluate("global $wp_rewrite; $wp_rewrite->set_permalink_structure( '/%postname%/' );");
  }
  const activations = Object.keys(plugins).map((slug) => activation(slug, network));
  evaluate(`wp_set_current_user( 1 ); flush_rewrite_rules( false ); ${activations.join('')}`);
  // Once more from the start: what was activated is loaded now, as in every later request.
  evaluate(`wp_set_current_user( 1 ); ${setup}`);

  const server = spawn(php.command, [...php.args, '-S', `localhost:${port}`, '-t', folder, 'router.php'], {
    cwd: folder,
    env: { ...php.env, PHP_CLI_SERVER_WORKERS: '4' },
    stdio: 'ignore',
    // A group of its own: its workers are ended with it.
    detached: true,
  });
  const end = () => {
    try {
      process.kill(-(server.pid ?? 0));
    } catch {
      // It has ended already.
    }
  };
  process.once('exit', end);
  const site: WordPress = {
    url,
    folder,
    version,
    php: (code) => evaluate(code),
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    async close() {
      const gone = server.exitCode !== null || new Promise((done) => server.once('exit', done));
      end();
      process.off('exit', end);
      await gone;
      rmSync(join(folder, '..'), { recursive: true, force: true });
    },
  };
  await untilReady(site);
  return site;
}

const activation = (slug: string, network: boolean): string => `
$plugin = '${slug}/' . array_key_first( get_plugins( '/${slug}' ) );
$error = activate_plugin( $plugin, '', ${network} );
if ( is_wp_error( $error ) ) { fwrite( STDERR, $error->get_error_message() ); exit( 1 ); }
`;

async function untilReady(site: WordPress): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const answer = await fetch(`${site.url}/wp-json/`).catch(() => undefined);
    if (answer?.ok) return;
    if (performance.now() > deadline) {
      await site.close();
      throw new Error(`WordPress ${site.version} does not answer (${answer?.status ?? 'nothing'}): ${site.log()}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}
