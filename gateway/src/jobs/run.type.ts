import { preemptionCauses, runOutcomes, type LeasedDevice } from '@berth/contracts/scheduler/events';
import { errorClasses, failureClasses } from '@berth/contracts/scheduler/failures';
import type { PreemptionView, RunView } from '@berth/contracts/scheduler/views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { Host } from '../hosts/host.type.js';

export const ErrorClassEnum = enumOf('ErrorClass', {
  description: 'What kind of failure it was.',
  values: failureClasses,
});
export const RetriedClassEnum = enumOf('RetriedErrorClass', {
  description:
    'Kinds of failure that may be tried again. A command that is not found is an EXIT_CODE here, the output limit a SIGNAL.',
  values: errorClasses,
});
const RunStateEnum = enumOf('RunState', {
  description: 'Where one attempt is.',
  values: ['placed', 'running', 'stopping', 'ended'] as const,
});
const RunOutcomeEnum = enumOf('RunOutcome', {
  description: 'How one attempt ended.',
  values: runOutcomes,
});

const RunDevice = builder.objectRef<LeasedDevice>('RunDevice').implement({
  description: 'A device that a run holds or held.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Its own id.' }),
    index: t.exposeInt('index', { description: 'Its number on the host.' }),
    model: t.exposeString('model', { description: 'Name of the model.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Not a real device.' }),
  }),
});

const PreemptionCauseEnum = enumOf('PreemptionCause', {
  description: 'Why a run must make room.',
  values: preemptionCauses,
});

const Preemption = builder.objectRef<PreemptionView>('Preemption').implement({
  description:
    'A run was asked to make room: it was warned, has some time to end by itself, and its job waits again.',
  fields: (t) => ({
    cause: t.field({ type: PreemptionCauseEnum, description: 'Why.', resolve: ({ cause }) => cause }),
    message: t.exposeString('message', { description: 'For people.' }),
    graceSeconds: t.exposeInt('graceSeconds', { description: 'Between the warning signal and the end.' }),
    requestedAt: t.field({
      type: 'DateTime',
      description: 'When it was asked.',
      resolve: ({ requestedAt }) => requestedAt,
    }),
  }),
});

export const Run = builder.objectRef<RunView>('Run').implement({
  description: 'One attempt at a job, on given devices.',
  fields: (t) => ({
    number: t.exposeInt('run', { description: '1 for the first attempt.' }),
    state: t.field({ type: RunStateEnum, description: 'Where it is.', resolve: (run) => run.state }),
    leaseId: t.exposeString('leaseId', { description: 'The hold of the devices, which is charged.' }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Where it runs; null where the caller may not see the host any more.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    devices: t.field({
      type: [RunDevice],
      description: 'What it holds; none for CPU only.',
      resolve: (run) => [...run.devices],
    }),
    placedAt: t.field({
      type: 'DateTime',
      description: 'When it was given its devices.',
      resolve: (run) => run.placedAt,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it began to run.',
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
      description: 'What kind of failure it was.',
      resolve: (run) => run.errorClass,
    }),
    message: t.exposeString('message', { nullable: true, description: 'What went wrong.' }),
    preemption: t.field({
      type: Preemption,
      nullable: true,
      description: 'That it was asked to make room.',
      resolve: (run) => run.preemption,
    }),
  }),
});
