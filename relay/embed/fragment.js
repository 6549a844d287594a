/** What a link to a call says behind its “#”, which browsers send to nobody. Knows nothing of what becomes of it. */

/** Words of the fragment, and the element's attributes that they set. */
const ATTRIBUTES = { label: 'label', name: 'display-name', token: 'token' };

/** Before the element is defined: what is wrong, it says itself. Gives back the label, if there is one. */
export function readFragment(room) {
  const words = new URLSearchParams(location.hash.slice(1));
  for (const [word, attribute] of Object.entries(ATTRIBUTES)) {
    const value = words.get(word);
    if (value) room.setAttribute(attribute, value);
  }
  // A room with a secret; whoever has only half of the link gets no other room than theirs.
  if (words.has('room')) room.setAttribute('room-secret', 'hash');
  if (words.has('token')) {
    // A token is for one person: the address is what people copy.
    words.delete('token');
    history.replaceState(history.state, '', words.size > 0 ? `#${words}` : location.pathname + location.search);
  }
  return words.get('label') ?? undefined;
}
