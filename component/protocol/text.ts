/** Which characters text that people see may have. Pure, and without the schemas. Knows nothing of messages. */

/** Control characters, bidirectional overrides and isolates, and what breaks lines: none of them belongs in a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point
export const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;
/** As above, but chat may break lines and use tabs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point
export const UNPRINTABLE_IN_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** One line that can be read: a name of a room or a person. */
export const isLine = (text: unknown, maxLength: number): boolean =>
  typeof text === 'string' &&
  text.length > 0 &&
  text.length <= maxLength &&
  !UNPRINTABLE.test(text) &&
  text.trim() === text;
