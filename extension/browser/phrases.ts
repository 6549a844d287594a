/** Looks words up and puts values into them, in one language (pure). Knows neither the words nor where they come from. */
import type { Language } from './languages.ts';

/** As browsers keep them in `_locales`. */
export type Messages = Readonly<Record<string, { readonly message: string } | undefined>>;

export type Values = Readonly<Record<string, string | number>>;

/** `Key` is a union of all keys. Those that depend on a number end with the plural category: `people_one`. */
export class Phrases<Key extends string> {
  readonly language: Language;
  readonly #messages: Messages;
  readonly #fallback: Messages;
  readonly #plural: Intl.PluralRules;
  readonly #number: Intl.NumberFormat;

  /** `fallback` has every key: English. */
  constructor(language: Language, messages: Messages, fallback: Messages) {
    this.language = language;
    this.#messages = messages;
    this.#fallback = fallback;
    this.#plural = new Intl.PluralRules(language);
    this.#number = new Intl.NumberFormat(language);
  }

  /** `{name}` becomes `values.name`; numbers as the language writes them. */
  say(key: Key, values: Values = {}): string {
    return this.#fill(this.#find(key) ?? key, values);
  }

  /** As `say`, in the form that the number asks for, which is `{count}`. */
  count(key: PluralKey<Key>, count: number, values: Values = {}): string {
    const text = this.#find(`${key}_${this.#plural.select(count)}`) ?? this.#find(`${key}_other`) ?? key;
    return this.#fill(text, { count, ...values });
  }

  #find(key: string): string | undefined {
    return (this.#messages[key] ?? this.#fallback[key])?.message;
  }

  #fill(text: string, values: Values): string {
    return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) return placeholder;
      return typeof value === 'number' ? this.#number.format(value) : value;
    });
  }
}

export type PluralKey<Key extends string> = Key extends `${infer Base}_other` ? Base : never;
