import type { Condition, Scalar } from './read-models.js';

/** The conditions that fields equal the given values. A value that is undefined is no condition. */
export const equalTo = <T>(values: { readonly [K in keyof T]: Scalar | undefined }): EqualTo =>
  Object.fromEntries(
    Object.entries<Scalar | undefined>(values).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, { eq: value }]],
    ),
  );

interface EqualTo {
  readonly [field: string]: Condition;
}
