/**
 * The call as a page: gives the element what the link says; where the element's script does not come, says that. Knows
 * nothing of calls.
 */
import { readFragment } from './fragment.js';
import { filled, loadWords } from './words.js';

const element = document.querySelector('stream-room');
const room = readFragment(element) ?? element.getAttribute('room');
const loading = loadWords();

document.querySelector('#script').addEventListener('error', async () => {
  const words = await loading;
  const line = document.createElement('p');
  line.role = 'alert';
  const again = document.createElement('button');
  again.className = 'main';
  again.textContent = words.again;
  again.addEventListener('click', () => location.reload());
  element.replaceChildren(line, again);
  // Once it is there: what is there already is not read out.
  line.textContent = words.relay;
});

document.title = filled((await loading).title, { room });
