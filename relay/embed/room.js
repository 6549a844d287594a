/** The page of a room: hands the address's secret to the element, then loads it. Knows nothing of calls. */
const room = document.querySelector('stream-room');
if (room) {
  // The page's own few words are English; the call speaks as its visitor does.
  room.setAttribute('lang', navigator.language);
  if (/[#&]room=/.test(location.hash)) room.setAttribute('room-secret', 'hash');
  await import('../stream-room.js');
}
