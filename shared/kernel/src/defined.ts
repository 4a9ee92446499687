/** The members of T, those that may be undefined as ones that may be absent. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * A copy without the members that are undefined, in the same order. An absent member and one that is undefined are
 * encoded alike, but are told apart by deep comparisons and by spreads that override.
 */
export function defined<const T extends object>(members: T): Defined<T> {
  const copy: { [key: string]: unknown } = {};
  for (const key of Object.keys(members)) {
    const value = members[key as keyof T];
    if (value !== undefined) copy[key] = value;
  }
  return copy as Defined<T>;
}
