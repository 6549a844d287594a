/**
 * Texts of PHP and scripts → a catalogue for translators (.pot); its translations (.po) → what WordPress loads: .mo and
 * .l10n.php for PHP, JSON for scripts. Knows nothing of where files are.
 */

export interface Message {
  readonly text: string;
  /** Where the same text means different things. */
  readonly context?: string | undefined;
  /** For translators. */
  readonly note?: string | undefined;
  /** Files that have it, from the plugin's folder. */
  readonly files: readonly string[];
}

export interface Catalogue {
  /** As WordPress names it: `pt_BR`. */
  readonly locale: string;
  /** Locales that speak the same: WordPress looks for `de_AT` and for nothing else. */
  readonly alsoFor: readonly string[];
  readonly pluralForms: string;
  /** By key. */
  readonly translations: ReadonlyMap<string, string>;
}

/** Between context and text, in every format. */
const CONTEXT_MARK = '\u0004';

const keyOf = ({ context, text }: Pick<Message, 'text' | 'context'>): string =>
  context === undefined ? text : `${context}${CONTEXT_MARK}${text}`;

const STRING = String.raw`'((?:[^'\\]|\\.)*)'`;
const CALL = new RegExp(
  String.raw`(?:/\*\s*(translators:.*?)\s*\*/[^;]{0,80}?)?` +
    String.raw`\b(?:esc_html__|esc_attr__|esc_html_e|__|_e|(_x))\(\s*${STRING}\s*,\s*(?:${STRING}\s*,\s*)?'stream-room'\s*,?\s*\)`,
  'gs',
);

/** In order of files, then of lines; the same text once. `files`: contents by path. */
export function extractMessages(files: Readonly<Record<string, string>>): readonly Message[] {
  const found = Object.entries(files).flatMap(([file, content]) => {
    if (file.endsWith('block.json')) return ofBlock(file, content);
    return [...ofHeader(file, content), ...ofCalls(file, content)];
  });
  const byKey = new Map<string, Message>();
  for (const message of found) {
    const before = byKey.get(keyOf(message));
    const files = [...new Set([...(before?.files ?? []), ...message.files])];
    byKey.set(keyOf(message), { ...message, note: before?.note ?? message.note, files });
  }
  return [...byKey.values()];
}

const ofCalls = (file: string, content: string): Message[] =>
  [...content.matchAll(CALL)].map(([, note, isContextual, text = '', context]) => ({
    text: text.replaceAll(/\\(.)/g, '$1'),
    context: isContextual === undefined ? undefined : context,
    note,
    files: [file],
  }));

const ofHeader = (file: string, content: string): Message[] =>
  ['Plugin Name', 'Description'].flatMap((name) => {
    const text = new RegExp(String.raw`^ \* ${name}:\s+(.+)$`, 'm').exec(content)?.[1];
    return text === undefined ? [] : [{ text, note: `${name} of the plugin`, files: [file] }];
  });

function ofBlock(file: string, content: string): Message[] {
  const { title, description, keywords } = JSON.parse(content) as {
    title: string;
    description: string;
    keywords: readonly string[];
  };
  return [
    { text: title, context: 'block title', files: [file] },
    { text: description, context: 'block description', files: [file] },
    ...keywords.map((text) => ({ text, context: 'block keyword', files: [file] })),
  ];
}

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;

/** What translators start from. Without dates: it changes when a text does. */
export function potText(messages: readonly Message[], version: string): string {
  const header = [
    'msgid ""',
    'msgstr ""',
    quote(`Project-Id-Version: Stream Room ${version}\n`),
    quote('MIME-Version: 1.0\n'),
    quote('Content-Type: text/plain; charset=UTF-8\n'),
    quote('Content-Transfer-Encoding: 8bit\n'),
    quote('X-Domain: stream-room\n'),
  ];
  const entries = messages.map(({ text, context, note, files }) => [
    ...(note === undefined ? [] : [`#. ${note}`]),
    ...files.map((file) => `#: ${file}`),
    ...(context === undefined ? [] : [`msgctxt ${quote(context)}`]),
    `msgid ${quote(text)}`,
    'msgstr ""',
  ]);
  return `${[header, ...entries].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** A .po file. Throws with the line that cannot be read. */
export function parsePo(content: string): Catalogue {
  const translations = new Map<string, string>();
  let entry: Record<string, string> = {};
  let field = '';
  const finish = () => {
    const { msgid, msgctxt, msgstr } = entry;
    if (msgid !== undefined && msgstr) translations.set(keyOf({ text: msgid, context: msgctxt }), msgstr);
    entry = {};
  };
  for (const [index, line] of content.split('\n').entries()) {
    const found = /^(?:(msgctxt|msgid|msgstr) )?("(?:[^"\\]|\\.)*")$/.exec(line);
    if (found) {
      const [, name = field, text = ''] = found;
      if ((name === 'msgctxt' || name === 'msgid') && found[1] && entry['msgstr'] !== undefined) finish();
      field = name;
      entry[field] = (entry[field] ?? '') + (JSON.parse(text) as string);
    } else if (line.trim() === '') finish();
    else if (!line.startsWith('#')) throw new Error(`Line ${index + 1} of this .po file cannot be read: ${line}`);
  }
  finish();
  const header = translations.get('') ?? '';
  translations.delete('');
  const headerField = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(header)?.[1] ?? '';
  return {
    locale: headerField('Language'),
    alsoFor: headerField('X-Also-For').split(' ').filter(Boolean),
    pluralForms: headerField('Plural-Forms'),
    translations,
  };
}

/** Texts that a catalogue lacks, and those that nothing asks for any more. */
export function differences(messages: readonly Message[], { translations }: Catalogue) {
  const keys = new Set(messages.map(keyOf));
  return {
    missing: [...keys].filter((key) => !translations.has(key)),
    unused: [...translations.keys()].filter((key) => !keys.has(key)),
  };
}

/** GNU's binary format: two tables of lengths and places, sorted by the original, then the texts. */
export function moFile({ locale, pluralForms, translations }: Catalogue): Uint8Array {
  const header = `Content-Type: text/plain; charset=UTF-8\nLanguage: ${locale}\nPlural-Forms: ${pluralForms}\n`;
  const bytes = (text: string) => Buffer.from(text, 'utf8');
  const entries = [['', header], ...translations]
    .map(([original = '', translation = '']) => [bytes(original), bytes(translation)] as const)
    .sort(([first], [second]) => Buffer.compare(first, second));
  const tableBytes = entries.length * 8;
  const start = 28;
  const tables = Buffer.alloc(start + 2 * tableBytes);
  [0x950412de, 0, entries.length, start, start + tableBytes, 0, start + 2 * tableBytes].forEach((value, index) => {
    tables.writeUInt32LE(value, index * 4);
  });
  const texts: Buffer[] = [];
  let offset = tables.byteLength;
  for (const column of [0, 1] as const) {
    for (const [row, entry] of entries.entries()) {
      const text = entry[column];
      tables.writeUInt32LE(text.byteLength, start + column * tableBytes + row * 8);
      tables.writeUInt32LE(offset, start + column * tableBytes + row * 8 + 4);
      texts.push(text, Buffer.alloc(1));
      offset += text.byteLength + 1;
    }
  }
  return Buffer.concat([tables, ...texts]);
}

const phpText = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

/** What WordPress from 6.5 on reads before the .mo: PHP keeps it in memory. */
export function phpFile({ locale, pluralForms, translations }: Catalogue): string {
  const entries = [...translations].map(([key, text]) => `\t\t${phpText(key)} => ${phpText(text)},\n`);
  return (
    `<?php\nreturn array(\n\t'domain' => 'stream-room',\n\t'language' => ${phpText(locale)},\n` +
    `\t'plural-forms' => ${phpText(pluralForms)},\n\t'messages' => array(\n${entries.join('')}\t),\n);\n`
  );
}

/** For `wp_set_script_translations`: only what the script asks for. */
export function scriptTranslations(messages: readonly Message[], catalogue: Catalogue, script: string): string {
  const texts = messages
    .filter(({ files }) => files.includes(script))
    .map((message) => [keyOf(message), [catalogue.translations.get(keyOf(message)) ?? message.text]]);
  const header = { domain: 'messages', lang: catalogue.locale, 'plural-forms': catalogue.pluralForms };
  return JSON.stringify({
    domain: 'messages',
    locale_data: { messages: { '': header, ...Object.fromEntries(texts) } },
  });
}
