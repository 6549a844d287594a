/**
 * Puts into package-lock.json what npm leaves out when it cannot see them: the packages of other platforms. Without
 * them `npm ci` refuses the lockfile, here as anywhere. To be run after `npm install`; test/conventions.test.ts notices.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lockfile;

for (const owner of Object.values(packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    // An exact version is one build of many; a range is a package of its own, which npm knows.
    if (packages[path] || !/^\d/.test(version)) continue;
    packages[path] = { version, ...platform(name), dev: owner.dev, license: owner.license, optional: true };
  }
}
lockfile.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lockfile, undefined, 2)}\n`);

/** `@rollup/rollup-linux-x64-musl` is for os linux, cpu x64, libc musl. */
function platform(name) {
  const found = /-(android|darwin|freebsd|linux|openbsd|openharmony|win32)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name);
  if (!found) throw new Error(`${name} does not say which platform it is for: add it to package-lock.json by hand.`);
  const [, os, cpu, abi = ''] = found;
  const libc = os !== 'linux' ? undefined : abi.startsWith('musl') ? ['musl'] : ['glibc'];
  return { cpu: [cpu], ...(libc && { libc }), os: [os] };
}
