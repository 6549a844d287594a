/** How deep JSON is nested, before anything that recurses sees it. Knows nothing of what it says. */

/** Levels of arrays and objects; a message of ours has 4 without its data. */
export const MAX_JSON_DEPTH = 32;

/** Reads each character once: true where no bracket is deeper than that. Brackets in strings are text. */
export function isShallow(json: string, maxDepth = MAX_JSON_DEPTH): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isText) {
      if (character === '\\') at += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > maxDepth) return false;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return true;
}
