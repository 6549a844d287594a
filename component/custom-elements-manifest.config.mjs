/** How custom-elements.json comes from the element's class header and members: what is public, and only that. */
export default {
  globs: ['define.ts', 'room-properties.ts', 'room-methods.ts', 'stream-room.ts'],
  litelement: true,
  packagejson: false,
  outdir: '.',
  quiet: true,
  plugins: [publicOnly(), attributesAndTheirProperties()],
};

/** Leaves out what the class keeps to itself, and what it has because Lit asks for it. */
function publicOnly() {
  const OF_LIT = new Set(['styles', 'shadowRootOptions', 'properties']);
  const isPublic = (member) =>
    (member.privacy ?? 'public') === 'public' &&
    !member.static &&
    !member.name.startsWith('#') &&
    !OF_LIT.has(member.name);
  return {
    name: 'public-only',
    packageLinkPhase({ customElementsManifest }) {
      for (const declaration of elements(customElementsManifest)) {
        declaration.members = declaration.members?.filter(isPublic);
        // dispatchEvent(new JoinEvent(…)) names a class but no event; the class header has both.
        declaration.events = declaration.events?.filter((event) => event.name);
      }
    },
  };
}

/** The header says `{on|off}`; a type has quotes. And whoever reads of an attribute wants to know its property. */
function attributesAndTheirProperties() {
  const TYPES = new Set(['string', 'number', 'boolean']);
  const asType = (text) => text.split('|').map((word) => (TYPES.has(word) ? word : `'${word}'`));
  return {
    name: 'attributes-and-their-properties',
    packageLinkPhase({ customElementsManifest }) {
      for (const { attributes = [], members = [] } of elements(customElementsManifest)) {
        for (const attribute of attributes) {
          attribute.type = { text: asType(attribute.type?.text ?? 'string').join(' | ') };
          const name = attribute.name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
          const property = members.find((member) => member.kind === 'field' && member.name === name);
          if (!property) continue;
          attribute.fieldName = name;
          property.attribute = attribute.name;
        }
      }
    },
  };
}

function elements(manifest) {
  return manifest.modules.flatMap(({ declarations = [] }) => declarations).filter(({ tagName }) => tagName);
}
