/** Ids that nobody can guess. Works on insecure pages, too, where crypto.randomUUID does not exist. */

/** Base64url without padding: 32 bytes give 43 characters. */
export function randomId(byteLength: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(byteLength));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
