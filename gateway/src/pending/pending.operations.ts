import { estimateConfidences, type PendingReason, type PendingView } from '@berth/contracts/scheduler/views';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toPlainId } from '../graphql/ids.js';
import { Job } from '../jobs/job.type.js';

const PendingCodeEnum = enumOf('PendingCode', {
  description: 'Why a job is pending.',
  values: [
    'AWAITING_APPROVAL',
    'DEVICES_BUSY',
    'SLOTS_BUSY',
    'HOSTS_UNAVAILABLE',
    'BEHIND_OTHERS',
    'BACKING_OFF',
    'PREEMPTED',
    'QUOTA_REACHED',
    'RESERVED',
    'MAINTENANCE',
    'WAITING_FOR_HOSTS',
    'WAITING_FOR_RESERVATION',
    'WAITING_FOR_GANG',
    'WAITING_FOR_PREEMPTION',
    'PLANNED',
    'CAN_NEVER_RUN',
    'SUBMITTER_NOT_ALLOWED',
    'ABOUT_TO_START',
  ] as const,
});
const PendingKindEnum = enumOf('PendingKind', {
  description: 'Whether the job can start without a change.',
  values: ['waiting', 'never'],
  valueDescriptions: { waiting: 'It is a matter of time.', never: 'Something must be changed first.' },
});

const ConfidenceEnum = enumOf('EstimateConfidence', {
  description: 'How sure an estimated start is.',
  values: estimateConfidences,
  valueDescriptions: {
    certain:
      'By time limits, which are enforced: no later while quotas, policy, devices and what is ahead stay as they are.',
    likely: 'Planned, behind others that wait.',
    rough: 'Counted from what is ahead.',
    unknown: 'No start can be estimated.',
  },
});

const Reason = builder.objectRef<PendingReason>('PendingReason').implement({
  description: 'One reason why a job has not started.',
  fields: (t) => ({
    code: t.field({
      type: PendingCodeEnum,
      description: 'Code, for programs.',
      resolve: (reason) => reason.code,
    }),
    kind: t.field({
      type: PendingKindEnum,
      description: 'Whether the job can start without a change.',
      resolve: (reason) => reason.kind,
    }),
    message: t.exposeString('message', { description: 'Message for users, with the figures.' }),
    numbers: t.field({
      type: 'JSON',
      description: 'The figures by name.',
      resolve: (reason) => reason.numbers,
    }),
  }),
});

const Pending = builder.objectRef<PendingView>('Pending').implement({
  description: 'Why a job has not started, and its position in the queue.',
  fields: (t) => ({
    reasons: t.field({
      type: [Reason],
      description: 'All reasons, the most relevant first.',
      resolve: (pending) => [...pending.reasons],
    }),
    position: t.exposeInt('position', {
      nullable: true,
      description: 'Position in the queue, 1 is next; null while the job awaits approval.',
    }),
    estimatedStart: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Estimated start.',
      resolve: (pending) => pending.estimatedStart,
    }),
    estimateConfidence: t.field({
      type: ConfidenceEnum,
      description: 'Confidence of the estimate.',
      resolve: (pending) => pending.estimateConfidence ?? 'unknown',
    }),
    estimateMessage: t.exposeString('estimateMessage', {
      nullable: true,
      description: 'Basis of the estimate, or why there is none.',
    }),
    aheadCount: t.exposeInt('aheadCount', {
      description: 'Number of jobs ahead of it, without those of its own gang.',
    }),
    ahead: t.field({
      type: [Job],
      description: 'Jobs ahead that the caller may see, at most 20.',
      resolve: async ({ aheadJobIds }, _args, { loaders }) => {
        const jobs = await Promise.all(aheadJobIds.map((id) => loaders.jobs().load(id)));
        return jobs.filter((job) => job !== null);
      },
    }),
  }),
});

builder.objectFields(Job, (t) => ({
  pending: t.field({
    type: Pending,
    nullable: true,
    description: 'Why it has not started; null once it has.',
    resolve: ({ id, state }, _args, { loaders }) =>
      state === 'queued' || state === 'awaitingApproval' ? loaders.pending().load(id) : null,
  }),
}));

builder.queryFields((t) => ({
  whyPending: t.field({
    type: Pending,
    nullable: true,
    description:
      'Why a job is pending: all reasons, its position, and its estimated start. Null if it is not pending or the caller may not see it.',
    args: { jobId: t.arg.id({ required: true, description: 'Which job.' }) },
    resolve: (_root, { jobId }, { loaders }) => {
      const id = toPlainId(String(jobId));
      return isId(id) ? loaders.pending().load(id) : null;
    },
  }),
}));
