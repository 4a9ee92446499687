import { cancelArray, submitArray } from '@berth/contracts/scheduler/array';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { asJob, EnvInput, jobFields } from '../jobs/job.input.js';
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

defineMutation({
  name: 'submitArray',
  description:
    'Submits an array: many jobs that differ only in their environment, all or none of them. Members get BERTH_ARRAY_ID, BERTH_ARRAY_INDEX (from 0) and BERTH_ARRAY_SIZE in their environment.',
  input: (t) => ({
    name: t.string({ required: true, description: 'Name; members are named name[0], name[1], …' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    ...jobFields(t),
    externalId: t.string({ description: 'Id chosen by the caller, unique in the project.' }),
    count: t.int({ description: 'Number of members, up to 10,000; give this or parameters.' }),
    parameters: t.field({
      type: [MemberInput],
      description: 'Parameters of each member; give this or count.',
    }),
    maxParallel: t.int({
      description: 'Maximum number of members that are submitted and not ended; default: all.',
    }),
    gang: t.boolean({
      description:
        'Gang scheduling: all members start together, if necessary on several hosts, or none. At most 256 members.',
    }),
  }),
  success: successOf('submitArray', 'array', JobArray, 'The submitted array.'),
  run: async ({ project, parameters, ...input }, { calls }, info) => {
    const members = parameters?.map(({ env }) => asJob({ env }).env);
    const array = { ...asJob(input), project: toPlainId(project) };
    return asValue(
      await calls.command(
        submitArray,
        members === undefined ? array : { ...array, parameters: members },
        info,
      ),
    );
  },
});

defineMutation({
  name: 'cancelArray',
  description: 'Cancels an array: members that are not submitted yet never are; the others are cancelled.',
  input: (t) => ({
    arrayId: t.id({ required: true, description: 'Id of the array.' }),
    reason: t.string({ description: 'Reason; kept in the history.' }),
  }),
  success: successOf('cancelArray', 'array', JobArray, 'The array after the change.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(cancelArray, { ...input, arrayId: toPlainId(String(input.arrayId)) }, info)),
});
