/**
 * What a page of a call says, in the language of its reader. The relay writes it in the one that it is told of; browsers tell
 * it less than they tell the page, and nothing of what was chosen in a call before. Knows nothing of calls.
 */

const root = document.documentElement;
const given = root.lang;
const languages = root.dataset.languages?.split(' ') ?? [];
const languageOf = (tag) => tag.toLowerCase().split('-')[0];

/** What was chosen in a call here (component/localization/element-language.ts). Storage may be forbidden. */
function remembered() {
  try {
    return localStorage.getItem('stream-room.language') ?? '';
  } catch {
    return '';
  }
}

const wish = [remembered(), ...navigator.languages].find((tag) => languages.includes(languageOf(tag)));
// At once, since the element speaks what the page around it is in.
if (wish !== undefined) root.lang = wish;

/** Resolves in any case: to what the relay has written, where there is nothing better. */
export async function loadWords() {
  const written = JSON.parse(root.dataset.words);
  if (wish === undefined || languageOf(wish) === languageOf(given)) return written;
  try {
    return (await import(`./words/${languageOf(wish)}.js`)).words;
  } catch {
    root.lang = given;
    return written;
  }
}

/** Values take the place of their names in braces, as they are. */
export const filled = (text, values) => text.replaceAll(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
