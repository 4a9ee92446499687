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
    description: 'An array of jobs; null where there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Which one.' }) },
    resolve: (_root, { id }, { loaders }) => {
      const arrayId = toPlainId(String(id));
      return isId(arrayId) ? loaders.arrays().load(arrayId) : null;
    },
  }),
}));

const MemberInput = builder.inputType('ArrayMemberInput', {
  description: 'What one member of an array has in its environment besides what all have.',
  fields: (t) => ({
    env: t.field({ type: [EnvInput], required: true, description: 'Environment variables; they win.' }),
  }),
});

defineMutation({
  name: 'submitArray',
  description:
    'Takes in many jobs that differ in their environment only, all or none of them. Members find BERTH_ARRAY_ID, BERTH_ARRAY_INDEX (from 0) and BERTH_ARRAY_SIZE in theirs.',
  input: (t) => ({
    name: t.string({ required: true, description: 'What it is called; members are name[0], name[1], …' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    ...jobFields(t),
    id: t.string({ description: 'An id of your own, unique in the project.' }),
    count: t.int({ description: 'How many members, up to 10,000; or give parameters.' }),
    parameters: t.field({
      type: [MemberInput],
      description: 'What each member has of its own; instead of count.',
    }),
    maxParallel: t.int({ description: 'So many may be jobs that have not ended; all where left out.' }),
    gang: t.boolean({
      description:
        'All start together, on several hosts where one has not enough, or not at all; 256 at most.',
    }),
  }),
  success: successOf('submitArray', 'array', JobArray, 'The array as it was taken in.'),
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
  description: 'Ends an array: what is no job yet never becomes one, the other members are cancelled.',
  input: (t) => ({
    arrayId: t.id({ required: true, description: 'Id of the array.' }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: successOf('cancelArray', 'array', JobArray, 'The array after the change.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(cancelArray, { ...input, arrayId: toPlainId(String(input.arrayId)) }, info)),
});
