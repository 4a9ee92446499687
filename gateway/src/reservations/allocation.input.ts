import type { InputFieldBuilder } from '@pothos/core';
import type { BuilderTypes } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';

/** Common fields of inputs that reserve, request or wait for devices. */
export const allocationFields = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
  pool: t.string({ description: 'Id or name; default: the only pool you may use, or "default".' }),
  title: t.string({ description: 'Title.' }),
  sharedWithProject: t.boolean({
    description: 'Whether jobs of all members of the project may run in its window; default: false.',
  }),
});

/** The same with the plain ids that the scheduler takes. */
export const toAllocationInput = <T extends { readonly project: string; readonly pool?: string }>({
  project,
  pool,
  ...rest
}: T) => ({
  ...rest,
  project: toPlainId(project),
  ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
});
