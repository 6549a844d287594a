/** How custom-elements.json comes from the element's class header and members: what is public, and only that. */
export default {
  globs: ['define.ts', 'stream-room.ts'],
  litelement: true,
  packagejson: false,
  outdir: '.',
  quiet: true,
  plugins: [publicOnly()],
};

/** Leaves out what the class keeps to itself, and what it has because Lit asks for it. */
function publicOnly() {
  const OF_LIT = new Set(['styles', 'shadowRootOptions', 'properties']);
  const isPublic = (member) =>
    (member.privacy ?? 'public') === 'public' && !member.name.startsWith('#') && !OF_LIT.has(member.name);
  return {
    name: 'public-only',
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations = [] } of customElementsManifest.modules) {
        for (const declaration of declarations) {
          declaration.members = declaration.members?.filter(isPublic);
          // dispatchEvent(new JoinEvent(…)) names a class but no event; the class header has both.
          declaration.events = declaration.events?.filter((event) => event.name);
        }
      }
    },
  };
}
