/** The call as a page: gives the element what the link says. Knows nothing of calls. */
import { readFragment } from './fragment.js';
import { filled, loadWords } from './words.js';

const element = document.querySelector('stream-room');
const room = readFragment(element) ?? element.getAttribute('room');
const words = await loadWords();
document.title = filled(words.title, { room });
