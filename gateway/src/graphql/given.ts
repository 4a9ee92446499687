/** Arguments that were given; null is the same as none. */
export const given = <T extends { readonly [name: string]: unknown }>(args: T) =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value != null)) as {
    readonly [K in keyof T]?: NonNullable<T[K]>;
  };
