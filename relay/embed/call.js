/** The call as a page: gives the element what the link says. Knows nothing of calls. */
import { readFragment } from './fragment.js';

// There is nothing on this page but the element, which speaks the reader's language.
document.documentElement.lang = navigator.language;
const label = readFragment(document.querySelector('stream-room'));
if (label !== undefined) document.title = `${label} – live call`;
