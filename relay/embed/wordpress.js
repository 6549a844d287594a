/**
 * What WordPress says to pages that it shows in a locked frame (wp-includes/js/wp-embed.js), where a link alone opens
 * nothing: it takes the height and follows a link in the whole window. Knows nothing of what the page shows.
 */

/** Tall enough for the card at the narrowest. */
const HEIGHT = 260;

export function tellWordPress(link) {
  const secret = /[#&?]secret=([\w-]{1,64})/.exec(location.hash)?.[1];
  if (self.origin !== 'null' || secret === undefined || parent === self) return;
  const tell = (message, value) => parent.postMessage({ message, value, secret }, '*');
  // Sent again when it asks: its script may come later than this page.
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.message === 'ready' && data.secret === secret) tell('height', HEIGHT);
  });
  tell('height', HEIGHT);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    tell('link', link.href);
  });
}
