import { cancelArray, submitArray } from '@berth/contracts/scheduler/array';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { defineCommandMutation, successOf } from '../graphql/mutation.js';
import { envByName, EnvInput, jobFields } from '../jobs/job.input.js';
import { JobArray } from './array.type.js';

builder.queryFields((t) => ({
  array: t.field({
    type: JobArray,
    nullable: true,
    description: 'An array of jobs; null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Which one.' }) },
    resolve: (_root, { id }, { loaders }) => {
      const arrayId = toPlainId(String(id));
      return isId(arrayId) ? loaders.arrays().load(arrayId) : null;
    },
  }),
}));

const MemberInput = builder.inputType('ArrayMemberInput', {
  description: 'Environment variables of one member of an array.',
  fields: (t) => ({
    env: t.field({
      type: [EnvInput],
      required: true,
      description: 'Environment variables; they take precedence over those of the array.',
    }),
  }),
});

defineCommandMutation({
  operation: submitArray,
  name: 'submitArray',
  description:
    'Submits an array: many jobs that differ only in their environment, all or none of them. Members get BERTH_ARRAY_ID, BERTH_ARRAY_INDEX (from 0) and BERTH_ARRAY_SIZE in their environment.',
  input: {
    name: 'Name; members are named name[0], name[1], …',
    project: 'Id or name of the project it is charged to.',
    ...jobFields,
    externalId: 'Id chosen by the caller, unique in the project.',
    count: 'Number of members, up to 10,000; give this or parameters.',
    parameters: {
      description: 'Parameters of each member; give this or count.',
      type: [MemberInput],
      toService: (members: readonly (typeof MemberInput)['$inferInput'][]) =>
        members.map(({ env }) => envByName(env)),
    },
    maxParallel: 'Maximum number of members that are submitted and not ended; default: all.',
    gang: 'Gang scheduling: all members start together, if necessary on several hosts, or none. At most 256 members.',
  },
  success: successOf('submitArray', 'array', JobArray, 'The submitted array.'),
});

defineCommandMutation({
  operation: cancelArray,
  name: 'cancelArray',
  description: 'Cancels an array: members that are not submitted yet never are; the others are cancelled.',
  input: { arrayId: 'Id of the array.', reason: 'Reason; kept in the history.' },
  success: successOf('cancelArray', 'array', JobArray, 'The array after the change.'),
});
