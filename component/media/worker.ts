/** Entry of the media worker: the media side over the worker's own port. */
import { type MediaPort, startMedia } from './session.ts';

startMedia(globalThis as unknown as MediaPort);
