/** What is wrong with a key, for whoever configured it. Knows nothing of what keys are. */

/** `message` goes on after the key's name, as in "has no kty". */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}
