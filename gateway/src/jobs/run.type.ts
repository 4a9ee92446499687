import { preemptionCauses, runOutcomes, type LeasedDevice } from '@berth/contracts/scheduler/events';
import { errorClasses, failureClasses } from '@berth/contracts/scheduler/failures';
import type { PreemptionView, RunView } from '@berth/contracts/scheduler/views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { Host } from '../hosts/host.type.js';

export const ErrorClassEnum = enumOf('ErrorClass', {
  description: 'Error class.',
  values: failureClasses,
});
export const RetriedClassEnum = enumOf('RetriedErrorClass', {
  description:
    'Kinds of failure that may be retried. A command that is not found is an EXIT_CODE here, the output limit a SIGNAL.',
  values: errorClasses,
});
const RunStateEnum = enumOf('RunState', {
  description: 'State of a run.',
  values: ['placed', 'running', 'stopping', 'ended'] as const,
});
const RunOutcomeEnum = enumOf('RunOutcome', {
  description: 'Outcome of a run.',
  values: runOutcomes,
});

const RunDevice = builder.objectRef<LeasedDevice>('RunDevice').implement({
  description: 'A device that a run holds or held.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'UUID of the device.' }),
    index: t.exposeInt('index', { description: 'Index on the host.' }),
    model: t.exposeString('model', { description: 'Name of the model.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Whether the device is simulated.' }),
  }),
});

const PreemptionCauseEnum = enumOf('PreemptionCause', {
  description: 'Why a run is preempted.',
  values: preemptionCauses,
});

const Preemption = builder.objectRef<PreemptionView>('Preemption').implement({
  description: 'Preemption of a run: it is warned, has a grace period to end, and its job is queued again.',
  fields: (t) => ({
    cause: t.field({ type: PreemptionCauseEnum, description: 'Reason.', resolve: ({ cause }) => cause }),
    message: t.exposeString('message', { description: 'Message for users.' }),
    graceSeconds: t.exposeInt('graceSeconds', {
      description: 'Grace period in seconds between the warning signal and SIGKILL.',
    }),
    requestedAt: t.field({
      type: 'DateTime',
      description: 'When the preemption was requested.',
      resolve: ({ requestedAt }) => requestedAt,
    }),
  }),
});

export const Run = builder.objectRef<RunView>('Run').implement({
  description: 'One attempt at a job, on given devices.',
  fields: (t) => ({
    number: t.exposeInt('run', { description: '1 for the first attempt.' }),
    state: t.field({ type: RunStateEnum, description: 'Its location.', resolve: (run) => run.state }),
    leaseId: t.exposeString('leaseId', { description: 'Id of the lease, which is charged.' }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Host; null if the caller may no longer see it.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    devices: t.field({
      type: [RunDevice],
      description: 'Leased devices; empty for CPU-only runs.',
      resolve: (run) => [...run.devices],
    }),
    placedAt: t.field({
      type: 'DateTime',
      description: 'When devices were allocated to it.',
      resolve: (run) => run.placedAt,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it started.',
      resolve: (run) => run.startedAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: (run) => run.endedAt,
    }),
    outcome: t.field({
      type: RunOutcomeEnum,
      nullable: true,
      description: 'How it ended.',
      resolve: (run) => run.outcome,
    }),
    exitCode: t.exposeInt('exitCode', { nullable: true, description: 'Exit code of its process.' }),
    signal: t.exposeString('signal', { nullable: true, description: 'Signal that ended its process.' }),
    errorClass: t.field({
      type: ErrorClassEnum,
      nullable: true,
      description: 'Error class.',
      resolve: (run) => run.errorClass,
    }),
    message: t.exposeString('message', { nullable: true, description: 'What went wrong.' }),
    preemption: t.field({
      type: Preemption,
      nullable: true,
      description: 'Preemption of the run, if requested.',
      resolve: (run) => run.preemption,
    }),
  }),
});
