import type { InputFieldBuilder } from '@pothos/core';
import type { BuilderTypes } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';

/** For whom and where devices are asked for: to book them, to be given them, or to wait for them. */
export const askingFields = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
  pool: t.string({ description: 'Id or name; the only pool you may use, or "default", where left out.' }),
  title: t.string({ description: 'What it is called.' }),
  sharedWithProject: t.boolean({
    description: 'Whether jobs of all members of the project may run in its window; false where left out.',
  }),
});

/** The same with the plain ids that the scheduler takes. */
export const asAsked = <T extends { readonly project: string; readonly pool?: string }>({
  project,
  pool,
  ...rest
}: T) => ({
  ...rest,
  project: toPlainId(project),
  ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
});
