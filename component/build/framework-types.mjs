/**
 * Writes, from the manifest, what editors and frameworks need to know the tag: types for JSX (React), Vue and Svelte, and
 * VS Code's custom data for plain HTML. TypeScript's own HTMLElementTagNameMap is in define.ts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readElement } from './manifest.mjs';

const folder = fileURLToPath(new URL('../dist/types/', import.meta.url));
const element = readElement();

mkdirSync(folder, { recursive: true });
write('attributes.d.ts', attributes());
write('react.d.ts', react());
write('vue.d.ts', vue());
write('svelte.d.ts', svelte());
write('html-custom-data.json', `${JSON.stringify(customData(), undefined, 2)}\n`);

function write(name, text) {
  writeFileSync(`${folder}${name}`, text);
}

/** What may be written on the tag, and the classes of the events that it tells. */
function attributes() {
  const rows = element.attributes.map(
    ({ name, type, description }) =>
      `  /** ${oneLine(description)} */\n  ${quoted(name)}?: ${attributeType(type.text)};`,
  );
  const events = element.events.map(({ name, type }) => `  ${quoted(name)}: ${type.text};`);
  const classes = [...new Set(element.events.map(({ type }) => type.text))].sort();
  return `/** The attributes and events of <stream-room>, as the frameworks' types need them. Made from the manifest. */
import type { ${classes.join(', ')} } from './events.ts';

export interface StreamRoomAttributes {
${rows.join('\n')}
}

export interface StreamRoomEvents {
${events.join('\n')}
}
`;
}

/** As written in HTML: a number as its digits too, and presence also by the words that every switch understands. */
function attributeType(text) {
  if (text === 'number') return 'number | string';
  if (text === 'boolean') return "boolean | '' | 'on' | 'off'";
  return text;
}

function react() {
  return `/** <stream-room> in JSX, for React 19: \`import type {} from 'stream-room/react'\`. Made from the manifest. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { StreamRoomAttributes, StreamRoomEvents } from './attributes.ts';
import type { ${element.className} } from './stream-room.ts';

type Handlers = { [Name in keyof StreamRoomEvents as \`on\${Name}\`]?: (event: StreamRoomEvents[Name]) => void };
type Native = DetailedHTMLProps<HTMLAttributes<${element.className}>, ${element.className}>;
export type StreamRoomProps = Omit<Native, keyof StreamRoomAttributes | keyof Handlers> & StreamRoomAttributes & Handlers;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'stream-room': StreamRoomProps;
    }
  }
}
`;
}

function vue() {
  return `/** <stream-room> in Vue templates: \`import type {} from 'stream-room/vue'\`. Made from the manifest. */
import type { DefineComponent } from 'vue';
import type { StreamRoomAttributes, StreamRoomEvents } from './attributes.ts';

type Capitals<Name extends string> = Name extends \`\${infer Head}-\${infer Tail}\` ? \`\${Capitalize<Head>}\${Capitals<Tail>}\` : Capitalize<Name>;
type Handlers = { [Name in keyof StreamRoomEvents as \`on\${Capitals<Name>}\`]?: (event: StreamRoomEvents[Name]) => void };

declare module 'vue' {
  interface GlobalComponents {
    'stream-room': DefineComponent<StreamRoomAttributes & Handlers>;
  }
}
`;
}

function svelte() {
  return `/** <stream-room> in Svelte templates: \`import type {} from 'stream-room/svelte'\`. Made from the manifest. */
import type { HTMLAttributes } from 'svelte/elements';
import type { StreamRoomAttributes, StreamRoomEvents } from './attributes.ts';
import type { ${element.className} } from './stream-room.ts';

type Handlers = { [Name in keyof StreamRoomEvents as \`on\${Name}\`]?: (event: StreamRoomEvents[Name]) => void };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'stream-room': Omit<HTMLAttributes<${element.className}>, keyof StreamRoomAttributes | keyof Handlers> & StreamRoomAttributes & Handlers;
  }
}
`;
}

/** See https://github.com/microsoft/vscode-custom-data: completion and hover in plain HTML. */
function customData() {
  return {
    version: 1.1,
    tags: [
      {
        name: 'stream-room',
        description: element.description,
        attributes: element.attributes.map(({ name, type, description }) => ({
          name,
          description: description ?? '',
          values: [...(type?.text ?? '').matchAll(/'([^']*)'/g)].map(([, value]) => ({ name: value })),
        })),
      },
    ],
  };
}

function oneLine(text = '') {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('*/', '* /');
}

function quoted(name) {
  return `'${name}'`;
}
