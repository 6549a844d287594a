/** Registers `<stream-room>`: what a page loads with one script tag. The only file with a side effect. */
import { RoomProperties } from './room-properties.ts';
import { StreamRoom } from './stream-room.ts';

declare global {
  interface HTMLElementTagNameMap {
    'stream-room': StreamRoom;
  }
}

// In Node there is nothing to register with; on a page with two copies of the script, the first one stays.
if (typeof customElements !== 'undefined' && !customElements.get('stream-room')) {
  RoomProperties.scriptUrl = import.meta.url;
  customElements.define('stream-room', StreamRoom);
}

export * from './index.ts';
export { StreamRoom };
