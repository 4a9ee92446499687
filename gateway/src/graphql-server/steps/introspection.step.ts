import { reject } from '@berth/kernel/rejection';
import { toGraphQLError } from '../../graphql/calls.js';
import type { Step } from './step.js';

const NO_SCHEMA = reject('UNAUTHENTICATED', 'log in to read the schema');

/** Only who has logged in may read the schema. */
export const introspectionStep: Step = {
  before({ caller, operation }) {
    if (caller.kind !== 'known' && operation?.document.introspects) throw toGraphQLError(NO_SCHEMA);
  },
};
