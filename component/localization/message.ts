/**
 * What a person reads, in the language of whoever draws at the moment. English stands in the source, where it is used;
 * it is also what translations are found by. Knows no translation, and loads none.
 */

/** A text with places to be filled. */
export interface Template {
  readonly strings: readonly string[];
  readonly values: readonly (string | number)[];
}

/** The same text for each way of counting that a language has: `one`, `few`, `other`… */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** By the English text, with `{0}`, `{1}` for what is filled in; by that and ` (context)` where there is one. */
export type Translation = Readonly<Record<string, string | Forms>>;

export interface Speech {
  /** Undefined: English, as in the source. */
  readonly translation: Translation | undefined;
  /** For dates, numbers and ways of counting. */
  readonly formats: string;
}

const SOURCE: Speech = { translation: undefined, formats: 'en' };

let speech = SOURCE;

/** What `work` says, it says in that language. For synchronous work: elements take turns in drawing. */
export function speaking<T>(now: Speech, work: () => T): T {
  const before = speech;
  speech = now;
  try {
    return work();
  } finally {
    speech = before;
  }
}

export const str = (strings: TemplateStringsArray, ...values: readonly (string | number)[]): Template => ({
  strings,
  values,
});

/** `context` tells apart what is one word in English only. */
export function msg(text: string | Template, context = ''): string {
  const template = templateOf(text);
  const translated = speech.translation?.[context === '' ? keyOf(template) : `${keyOf(template)} (${context})`];
  return fill(typeof translated === 'string' ? translated : keyOf(template), template.values);
}

/** A text that depends on a number; `one` is the English singular, where it differs. */
export function plural(count: number, other: Template, one = other): string {
  const forms = speech.translation?.[keyOf(other)];
  const rule = new Intl.PluralRules(forms ? speech.formats : SOURCE.formats).select(count);
  const english = keyOf(rule === 'one' ? one : other);
  const translated = typeof forms === 'object' ? (forms[rule] ?? forms.other ?? english) : (forms ?? english);
  return fill(translated, other.values);
}

/** A number as it is written in the language that is spoken now. */
export const number = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(speech.formats, options).format(value);

const templateOf = (text: string | Template): Template =>
  typeof text === 'string' ? { strings: [text], values: [] } : text;

const keyOf = ({ strings }: Template): string =>
  strings.reduce((key, part, index) => (index === 0 ? part : `${key}{${index - 1}}${part}`), '');

const fill = (text: string, values: Template['values']): string =>
  values.length === 0
    ? text
    : text.replaceAll(/\{(\d)\}/g, (_whole, index: string) => {
        const value = values[Number(index)] ?? '';
        return typeof value === 'number' ? number(value) : value;
      });
