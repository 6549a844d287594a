/** Changes of immutable values that keep what did not change: observers are told of real changes only. */

/** The same object where the change changes nothing. */
export function patched<T extends object>(value: T, change: Partial<T>): T {
  const keys = Object.keys(change) as (keyof T)[];
  return keys.every((key) => Object.is(value[key], change[key])) ? value : { ...value, ...change };
}

/** As Array.map, but the same array where every element stays the same. */
export function mapped<T>(values: readonly T[], change: (value: T) => T): readonly T[] {
  const next = values.map(change);
  return next.every((value, index) => Object.is(value, values[index])) ? values : next;
}
