/**
 * A MariaDB of a test's own, from Debian's packages, unpacked without root: reached by a socket in its folder and by nothing
 * else. Knows nothing of WordPress.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { cached, unpackPackages } from './debian-packages.ts';
import { CACHE, type Php } from './wordpress-parts.ts';

const PACKAGES = ['mariadb-server-core', 'libaio1', 'liburing2', 'libnuma1', 'php8.2-mysql'];
const READY_TIMEOUT_MS = 30_000;
const SMALL = ['--innodb-log-file-size=8M', '--innodb-buffer-pool-size=16M', '--innodb-flush-log-at-trx-commit=2'];

export interface MariaDb {
  /** That PHP, which can speak to it. */
  readonly php: Php;
  /** As wp-config.php names it: everybody who reaches the socket may do everything. */
  readonly constants: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openMariaDb(php: Php): Promise<MariaDb> {
  const root = await cached(join(CACHE, 'mariadb'), (work) => unpackPackages('bookworm', PACKAGES, work));
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-db-'));
  const [data, socket, log] = ['data', 'socket', 'log'].map((name) => join(folder, name)) as [string, string, string];
  mkdirSync(data);
  const libraries = ['usr/lib', 'lib']
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((name) => join(path, name)))
    .filter((path) => path.endsWith('-linux-gnu'));
  const paths = [...libraries, php.env['LD_LIBRARY_PATH'] ?? ''].join(':');
  const server = spawn(
    join(root, 'usr/sbin/mariadbd'),
    [
      '--no-defaults',
      `--user=${userInfo().username}`,
      `--basedir=${join(root, 'usr')}`,
      `--datadir=${data}`,
      `--lc-messages-dir=${join(root, 'usr/share/mysql')}`,
      `--socket=${socket}`,
      `--log-error=${log}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--skip-networking',
      // There are no tables of its own either: who may do what is said by the folder.
      '--skip-grant-tables',
      ...SMALL,
    ],
    { env: { ...process.env, LD_LIBRARY_PATH: paths }, stdio: 'ignore' },
  );
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  const close = async () => {
    process.off('exit', end);
    if (server.exitCode === null && server.signalCode === null) {
      end();
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!existsSync(socket)) {
    if (server.exitCode !== null || performance.now() > deadline) {
      const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : 'nothing';
      await close();
      throw new Error(`MariaDB does not start: ${said}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  const modules = join(root, 'usr/lib/php');
  const api = readdirSync(modules).find((name) => /^\d{8}$/.test(name)) ?? '';
  const extensions = ['mysqlnd', 'mysqli'].flatMap((name) => ['-d', `extension=${join(modules, api, `${name}.so`)}`]);
  return {
    php: { ...php, args: [...php.args, ...extensions] },
    constants: { DB_NAME: 'wordpress', DB_USER: 'root', DB_PASSWORD: '', DB_HOST: `localhost:${socket}` },
    close,
  };
}
