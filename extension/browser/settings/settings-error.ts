/** What is wrong with a setting that somebody wanted to save. Knows no setting and no words for people. */

/** For programs; `words/` has a sentence for each that people can cause. */
export type SettingsErrorCode =
  /** There is no setting of this name. */
  | 'unknown-setting'
  /** Not one of the values that this setting can have. */
  | 'bad-value'
  | 'too-long'
  | 'too-many'
  /** Two relays with one address. */
  | 'duplicate'
  /** Not a whole web address. */
  | 'not-an-address'
  /** http and ws reach no further than this computer. */
  | 'insecure-address'
  | 'address-with-credentials'
  /** A `?` or a `#`. */
  | 'address-with-query'
  | 'bad-token'
  /** Site settings belong to http and https origins. */
  | 'not-a-site'
  | 'not-an-export'
  /** The file comes from a later version of the extension. */
  | 'newer-export'
  /** The browser did not save it: no room, or storage is turned off. */
  | 'not-saved';

/** `field` is the setting, dotted where it lies deeper: `relays.0.url`. `message` is for developers, in English. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(
    readonly code: SettingsErrorCode,
    readonly field: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${field}: ${message}`, options);
  }
}

/** For messages: short, and never more than one line. */
export function excerpt(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : describe(raw);
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `"${line.slice(0, 77)}…"` : `"${line}"`;
}

function describe(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? String(raw);
  } catch {
    return Object.prototype.toString.call(raw);
  }
}
