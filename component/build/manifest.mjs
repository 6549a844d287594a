/** Reads custom-elements.json and answers what the one element has, by kind. Knows nothing of who wants to know. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const MANIFEST = fileURLToPath(new URL('../custom-elements.json', import.meta.url));

/** The class that is the element, with attributes, properties, methods, events, slots, parts and custom properties. */
export function readElement(path = MANIFEST) {
  const { modules } = JSON.parse(readFileSync(path, 'utf8'));
  const element = modules
    .flatMap(({ declarations = [] }) => declarations)
    .find(({ tagName }) => tagName === 'stream-room');
  if (!element) throw new Error(`${path} has no element "stream-room". Build it again: npm run build.`);
  const members = element.members ?? [];
  return {
    className: element.name,
    description: element.description ?? '',
    attributes: element.attributes ?? [],
    properties: members.filter(({ kind, static: isStatic }) => kind === 'field' && !isStatic),
    methods: members.filter(({ kind, static: isStatic }) => kind === 'method' && !isStatic),
    events: element.events ?? [],
    slots: element.slots ?? [],
    parts: element.cssParts ?? [],
    customProperties: element.cssProperties ?? [],
  };
}
