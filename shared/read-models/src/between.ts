import type { Condition } from './read-models.js';

/** The condition that a field is `from` or later and before `until`. Without either it is none. */
export const between = (
  field: string,
  from: string | undefined,
  until: string | undefined,
): { readonly [field: string]: Condition } =>
  from === undefined && until === undefined
    ? {}
    : {
        [field]: {
          ...(from === undefined ? {} : { gte: from }),
          ...(until === undefined ? {} : { lt: until }),
        },
      };
