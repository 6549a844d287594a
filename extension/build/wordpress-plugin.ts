/**
 * Builds the WordPress plugin into extension/dist (`--into FOLDER`: there): its folder with the element inside, and the zip that one uploads. With
 * --pot it writes the catalogue for translators anew. Knows nothing of what the plugin does.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { distFolder } from './dist-folder.ts';
import { differences, extractMessages, moFile, parsePo, phpFile, potText, scriptTranslations } from './translations.ts';
import { zipFolder } from './zip-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCE = join(ROOT, 'extension/wordpress/stream-room');
const TRANSLATIONS = join(ROOT, 'extension/wordpress/translations');
const COMPONENT = join(ROOT, 'component/dist');
const DIST = distFolder();
const PLUGIN = join(DIST, 'wordpress/stream-room');
const POT = join(SOURCE, 'languages/stream-room.pot');

/** The element as one classic script, with what it loads when it is used. */
const ELEMENT = {
  'stream-room.classic.js': 'stream-room.js',
  'stream-room-media.js': 'stream-room-media.js',
  'stream-room-speaker.js': 'stream-room-speaker.js',
  'stream-room-capture.js': 'stream-room-capture.js',
};
const EDITOR_SCRIPT = 'block/edit.js';
/** What WordPress calls that script; it looks for translations under this name. */
const EDITOR_HANDLE = 'stream-room-call-editor-script';

const { version } = JSON.parse(readFileSync(join(ROOT, 'extension/package.json'), 'utf8')) as { version: string };
const sources = readSources();
const messages = extractMessages(sources);
const pot = potText(messages, version);

if (process.argv.includes('--pot')) {
  mkdirSync(dirname(POT), { recursive: true });
  writeFileSync(POT, pot);
} else {
  check();
  copyPlugin();
  copyElement();
  writeTranslations();
  // With the folder on top, as WordPress unpacks it.
  writeFileSync(join(DIST, 'stream-room-wordpress.zip'), zipFolder(dirname(PLUGIN)));
}

/** What has texts: PHP, the editor's script and the block's description. */
function readSources(): Record<string, string> {
  const paths = readdirSync(SOURCE, { recursive: true })
    .map((path) => String(path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.php') || path.endsWith('block.json') || path === EDITOR_SCRIPT)
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(SOURCE, path), 'utf8')]));
}

/** WordPress, translators and caches go by these: a build that contradicts itself is none. */
function check(): void {
  const named = {
    'stream-room.php (Version:)': /^ \* Version:\s+(\S+)$/m.exec(sources['stream-room.php'] ?? '')?.[1],
    'stream-room.php (STREAM_ROOM_VERSION)': /STREAM_ROOM_VERSION = '([^']+)'/.exec(
      sources['stream-room.php'] ?? '',
    )?.[1],
    'block/edit.asset.php': /'version'\s+=> '([^']+)'/.exec(sources['block/edit.asset.php'] ?? '')?.[1],
    'block/block.json': (JSON.parse(sources['block/block.json'] ?? '{}') as { version?: string }).version,
    'readme.txt (Stable tag:)': /^Stable tag: (\S+)$/m.exec(readFileSync(join(SOURCE, 'readme.txt'), 'utf8'))?.[1],
  };
  for (const [place, said] of Object.entries(named)) {
    if (said !== version) throw new Error(`${place} says ${said}, extension/package.json says ${version}.`);
  }
  if (readFileSync(POT, 'utf8') !== pot) {
    throw new Error(
      'A text has changed. Run `npm run build:pot`, then translate what is new in extension/wordpress/translations.',
    );
  }
}

function copyPlugin(): void {
  rmSync(dirname(PLUGIN), { recursive: true, force: true });
  mkdirSync(PLUGIN, { recursive: true });
  cpSync(SOURCE, PLUGIN, { recursive: true });
}

function copyElement(): void {
  const withoutMap = (text: string) => text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
  for (const [from, to] of Object.entries(ELEMENT)) {
    writeFileSync(join(PLUGIN, 'assets', to), withoutMap(readFileSync(join(COMPONENT, from), 'utf8')));
  }
  const languages = join(COMPONENT, 'languages');
  for (const name of readdirSync(COMPONENT).includes('languages') ? readdirSync(languages) : []) {
    if (!name.endsWith('.js')) continue;
    mkdirSync(join(PLUGIN, 'assets/languages'), { recursive: true });
    writeFileSync(join(PLUGIN, 'assets/languages', name), withoutMap(readFileSync(join(languages, name), 'utf8')));
  }
}

function writeTranslations(): void {
  for (const name of readdirSync(TRANSLATIONS).filter((file) => file.endsWith('.po'))) {
    const catalogue = parsePo(readFileSync(join(TRANSLATIONS, name), 'utf8'));
    const { missing, unused } = differences(messages, catalogue);
    if (missing.length + unused.length > 0) {
      throw new Error(`${name} lacks ${JSON.stringify(missing)} and has ${JSON.stringify(unused)} too many.`);
    }
    for (const locale of [catalogue.locale, ...catalogue.alsoFor]) {
      const spoken = { ...catalogue, locale };
      const start = join(PLUGIN, `languages/stream-room-${locale}`);
      writeFileSync(`${start}.mo`, moFile(spoken));
      writeFileSync(`${start}.l10n.php`, phpFile(spoken));
      writeFileSync(`${start}-${EDITOR_HANDLE}.json`, scriptTranslations(messages, spoken, EDITOR_SCRIPT));
    }
  }
}
