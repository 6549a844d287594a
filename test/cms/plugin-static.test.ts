/**
 * What can be said of the WordPress plugin without a WordPress: what wordpress.org asks of its files, that they agree with
 * each other, and that every text is there in every language. Knows nothing of what the plugin does.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import { differences, extractMessages, moFile, parsePo, potText } from '../../extension/build/translations.ts';
import { findProgram } from '../support/browsers.mjs';
import { filesBelow, ROOT, read } from '../support/source-files.ts';

const PLUGIN = 'extension/wordpress/stream-room';
const FILES = filesBelow(PLUGIN);
const PHP = FILES.filter((path) => path.endsWith('.php'));
const ZIP = join(ROOT, 'extension/dist/stream-room-wordpress.zip');
/** wordpress.org's own check complains of a script that is larger. */
const MAX_SCRIPT_BYTES = 300_000;
const LOCALES = ['de_DE', 'es_ES', 'fr_FR', 'it_IT', 'pt_BR', 'pt_PT', 'ro_RO', 'ru_RU'];

const { version } = JSON.parse(read('extension/package.json')) as { version: string };
const header = read(`${PLUGIN}/stream-room.php`);
const readme = read(`${PLUGIN}/readme.txt`);

const headerField = (name: string) => new RegExp(`^ \\* ${name}:\\s+(\\S.*)$`, 'm').exec(header)?.[1];
const readmeField = (name: string) => new RegExp(`^${name}: (\\S.*)$`, 'm').exec(readme)?.[1];

describe('the plugin’s header and readme.txt', () => {
  it('have every field that WordPress and wordpress.org read', () => {
    const fields = ['Plugin Name', 'Description', 'Author', 'License', 'License URI', 'Text Domain', 'Domain Path'];
    assert.deepEqual(
      fields.filter((name) => headerField(name) === undefined),
      [],
    );
    assert.match(headerField('Text Domain') ?? '', /^stream-room$/);
    const readmeFields = ['Contributors', 'Tags', 'Tested up to', 'Stable tag', 'License', 'License URI'];
    assert.deepEqual(
      readmeFields.filter((name) => readmeField(name) === undefined),
      [],
    );
    assert.match(readme, /^=== Stream Room ===\n/);
    for (const section of ['Description', 'Installation', 'Frequently Asked Questions', 'Changelog']) {
      assert.match(readme, new RegExp(`^== ${section} ==$`, 'm'));
    }
    assert.ok((readmeField('Tags') ?? '').split(',').length <= 5, 'at most five tags');
    // The line below the fields: what the list of plugins shows.
    const short = readme.split('\n\n')[1] ?? '';
    assert.ok(short.length > 0 && short.length <= 150, `${short.length} characters`);
  });

  it('ask for the same WordPress and PHP', () => {
    for (const [name, wanted] of [
      ['Requires at least', '6.1'],
      ['Requires PHP', '7.4'],
    ] as const) {
      assert.deepEqual([headerField(name), readmeField(name)], [wanted, wanted]);
    }
  });

  it('and block, editor script and package are of one version', () => {
    const block = JSON.parse(read(`${PLUGIN}/block/block.json`)) as { version: string; apiVersion: number };
    assert.equal(block.apiVersion, 3);
    assert.deepEqual(
      {
        header: headerField('Version'),
        constant: /STREAM_ROOM_VERSION = '([^']+)'/.exec(header)?.[1],
        readme: readmeField('Stable tag'),
        block: block.version,
        script: /'version'\s+=> '([^']+)'/.exec(read(`${PLUGIN}/block/edit.asset.php`))?.[1],
      },
      { header: version, constant: version, readme: version, block: version, script: version },
    );
    assert.match(readme, new RegExp(`^= ${version.replaceAll('.', '\\.')} =$`, 'm'), 'the changelog knows it');
  });
});

describe('the plugin’s files', () => {
  it('do nothing when they are opened by address', () => {
    const guard = /^defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit;$/m;
    assert.deepEqual(
      PHP.filter((path) => !guard.test(read(path))),
      [],
    );
    // The guard is the first statement: nothing but the comment is before it.
    const isFirst = (text: string) => /^<\?php\n\/\*\*[\s\S]*?\*\/\n\ndefined\(/.test(text);
    assert.deepEqual(
      PHP.filter((path) => !isFirst(read(path))),
      [],
    );
  });

  it('link to no machine of a developer, load nothing from elsewhere, hide nothing', () => {
    const texts = FILES.map((path) => [path, read(path)] as const);
    const matching = (pattern: RegExp) => texts.filter(([, text]) => pattern.test(text)).map(([path]) => path);
    assert.deepEqual(matching(/https?:\/\/localhost/), []);
    assert.deepEqual(
      matching(/(?<![.\w])(eval|base64_decode|gzinflate|str_rot13|exec|shell_exec|passthru|unserialize)\s*\(/),
      [],
    );
    assert.deepEqual(matching(/<script[^>]+src=|wp_(register|enqueue)_script\([^;]*'https?:/), []);
    assert.deepEqual(
      FILES.filter((path) => /(^|\/)\.|\.(zip|gz|phar|exe|sh|map)$/.test(path)),
      [],
    );
  });

  it('are PHP 7.4', () => {
    // What came with 8.0 and later, as far as it can be told from the text.
    const LATER: Record<string, RegExp> = {
      match: /\bmatch\s*\([^;{]*\)\s*\{/,
      '?->': /\?->/,
      enum: /^\s*enum\s+\w+/m,
      readonly: /\breadonly\s+[\w?\\]/,
      attribute: /^\s*#\[/m,
      'str_contains, str_starts_with, str_ends_with': /\bstr_(contains|starts_with|ends_with)\s*\(/,
      'array_is_list, array_find': /\barray_(is_list|find|any|all)\s*\(/,
      'promoted property': /function __construct\([^)]*\b(public|private|protected)\b/,
      'named argument': /[(,]\s*[a-z_]+:\s(?!:)[^:]*[,)]/,
      'throw as an expression': /(\?\?|=>|\?|:)\s*throw\b/,
      'union type': /\)\s*:\s*\w+\|\w+/,
      'comma after the last parameter': /function\s+\w*\([^)]*,\s*\)/,
      'catch without a variable': /catch\s*\(\s*[\w\\|]+\s*\)/,
      'first-class callable': /\w\(\.\.\.\)/,
    };
    const withoutTexts = (text: string) =>
      text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '').replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
    const wrong = PHP.flatMap((path) => {
      const code = withoutTexts(read(path));
      return Object.entries(LATER).flatMap(([what, pattern]) => (pattern.test(code) ? [`${path}: ${what}`] : []));
    });
    assert.deepEqual(wrong, []);
  });

  const php = findProgram(['php', 'php8.2', 'php8.4']);
  it('are PHP at all', { skip: php ? false : 'There is no php here; npm run test:cms runs every file.' }, () => {
    for (const path of PHP) execFileSync(php ?? '', ['-l', join(ROOT, path)], { encoding: 'utf8' });
  });
});

describe('the plugin’s zip', () => {
  const zip = unzipSync(readFileSync(ZIP));

  it('has one folder with every file of the plugin, and the element', () => {
    const names = Object.keys(zip);
    assert.deepEqual(
      names.filter((name) => !name.startsWith('stream-room/')),
      [],
    );
    const wanted = FILES.map((path) => path.replace(PLUGIN, 'stream-room'));
    for (const name of ['', '-media', '-speaker', '-capture']) wanted.push(`stream-room/assets/stream-room${name}.js`);
    assert.deepEqual(
      wanted.filter((name) => !names.includes(name)),
      [],
    );
    // WordPress's own limit for an upload is two megabytes on many servers.
    assert.ok(statSync(ZIP).size < 1_500_000, `${statSync(ZIP).size} bytes`);
  });

  it('has no script over 300,000 bytes, and none that refers to a map that is not there', () => {
    const scripts = Object.entries(zip).filter(([name]) => name.endsWith('.js'));
    assert.deepEqual(
      scripts.filter(([, bytes]) => bytes.byteLength >= MAX_SCRIPT_BYTES).map(([name]) => name),
      [],
    );
    assert.deepEqual(
      scripts.filter(([, bytes]) => new TextDecoder().decode(bytes).includes('sourceMappingURL')).map(([name]) => name),
      [],
    );
  });

  it('speaks eight languages, for PHP and for the editor', () => {
    const handle = 'stream-room-call-editor-script';
    const wanted = LOCALES.flatMap((locale) =>
      [`${locale}.mo`, `${locale}.l10n.php`, `${locale}-${handle}.json`].map(
        (name) => `stream-room/languages/stream-room-${name}`,
      ),
    );
    assert.deepEqual(
      wanted.filter((name) => zip[name] === undefined),
      [],
    );
  });
});

describe('the plugin’s translations', () => {
  const sources = Object.fromEntries(
    FILES.filter((path) => path.endsWith('.php') || path.endsWith('block.json') || path.endsWith('block/edit.js'))
      .map((path) => path.slice(PLUGIN.length + 1))
      .sort()
      .map((path) => [path, read(`${PLUGIN}/${path}`)]),
  );
  const messages = extractMessages(sources);
  const catalogues = filesBelow('extension/wordpress/translations').map((path) => parsePo(read(path)));

  it('start from every text of the sources', () => {
    assert.equal(read(`${PLUGIN}/languages/stream-room.pot`), potText(messages, version));
    // Every call of a translating function was found, whatever its form.
    const calls = Object.values(sources).flatMap((text) => [...text.matchAll(/, 'stream-room',?\s*\)/g)]);
    assert.ok(messages.length >= 70 && calls.length >= 60, `${messages.length} texts in ${calls.length} calls`);
  });

  it('are complete, in eight locales', () => {
    assert.deepEqual(catalogues.map(({ locale }) => locale).sort(), LOCALES);
    for (const catalogue of catalogues) {
      assert.deepEqual(differences(messages, catalogue), { missing: [], unused: [] }, catalogue.locale);
    }
  });

  it('keep what is filled in, addresses and commands as they are', () => {
    const wrong = catalogues.flatMap(({ locale, translations }) =>
      [...translations].flatMap(([key, text]) => {
        const parts = (words: string) =>
          (words.match(/%[sd]|https?:\/\/|--origins|\[stream_room\]|wp-config\.php/g) ?? []).sort();
        return parts(key).join() === parts(text).join() ? [] : [`${locale}: ${text}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });

  it('a .mo is found by its tables, sorted by the original', () => {
    const [catalogue] = catalogues;
    assert.ok(catalogue);
    const bytes = Buffer.from(moFile(catalogue));
    assert.equal(bytes.readUInt32LE(0), 0x950412de);
    const count = bytes.readUInt32LE(8);
    assert.equal(count, catalogue.translations.size + 1);
    const at = (table: number, row: number) => {
      const start = bytes.readUInt32LE(table) + row * 8;
      const offset = bytes.readUInt32LE(start + 4);
      return bytes.subarray(offset, offset + bytes.readUInt32LE(start)).toString('utf8');
    };
    const read = new Map(Array.from({ length: count }, (_, row) => [at(12, row), at(16, row)] as const));
    assert.match(read.get('') ?? '', /charset=UTF-8/);
    for (const [key, text] of catalogue.translations) assert.equal(read.get(key), text);
  });

  it('a .po that cannot be read says where', () => {
    assert.throws(() => parsePo('msgid "a"\nmsgstr "b"\n\nmsgid unquoted\n'), /^Error: Line 4 of this \.po file/);
  });
});
