/** Parts of the script that load when they are needed, and what is said where one does not. Knows nothing of the parts. */
import { CallError } from './errors.ts';

/** Rejects with CallError. */
export const loaded = <Module>(part: Promise<Module>): Promise<Module> =>
  part.catch((cause: unknown) => {
    const message = 'A part of this script could not be loaded. Check the network, then join again or reload the page.';
    throw new CallError('relay-unreachable', message, { cause });
  });
