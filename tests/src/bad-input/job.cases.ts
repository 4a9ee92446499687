import { newId } from '@berth/kernel/ids';
import type { Case, World } from './case.js';
import { refused } from './api-cases.js';

const job =
  (more: object) =>
  ({ lab, poolName }: World) => ({
    name: 'a job',
    project: lab.project,
    pool: poolName,
    command: ['true'],
    ...more,
  });
const submit = (more: object, expected: readonly [name: string, code: string, field?: string]): Case =>
  refused('ada', 'submitJob', job(more), expected);

export const submissions: readonly Case[] = [
  submit({ name: ' ' }, ['no name', 'VALIDATION_FAILED', 'name']),
  submit({ project: 'none such' }, ['an unknown project', 'NOT_FOUND', 'project']),
  submit({ command: [] }, ['nothing to run', 'VALIDATION_FAILED', 'command']),
  submit({ gpus: { count: -1 } }, ['fewer than no GPUs', 'VALIDATION_FAILED', 'gpus.count']),
  submit({ gpus: { device: 'gpu0' } }, ['a device that is no device', 'VALIDATION_FAILED', 'gpus.device']),
  submit({ gpus: { device: 'cuda:0' } }, [
    'a numbered device where there are several hosts',
    'VALIDATION_FAILED',
    'gpus.device',
  ]),
  submit({ gpus: { count: 8 } }, ['more GPUs than any host has', 'CAN_NEVER_RUN', 'gpus.count']),
  submit({ gpus: { model: 'H100' } }, ['a model that no host has', 'CAN_NEVER_RUN', 'gpus.model']),
  submit({ gpus: { memoryGb: 9_000 } }, ['memory that no GPU has', 'CAN_NEVER_RUN', 'gpus.memoryGb']),
  submit({ vcpus: 4_000 }, ['CPUs that no host has', 'CAN_NEVER_RUN', 'vcpus']),
  submit({ ramGb: 90_000 }, ['memory that no host has', 'CAN_NEVER_RUN', 'ramGb']),
  submit({ image: 'busybox' }, ['an image where nothing runs containers', 'CAN_NEVER_RUN', 'image']),
  submit({ priority: 11 }, ['a priority beyond 10', 'VALIDATION_FAILED', 'priority']),
  submit({ timeoutMinutes: -5 }, ['a time limit below zero', 'VALIDATION_FAILED', 'timeoutMinutes']),
  submit({ timeoutMinutes: 60 * 49 }, ['longer than the grant', 'VALIDATION_FAILED', 'timeoutMinutes']),
  submit({ externalId: 'no spaces please' }, [
    'an external id with spaces',
    'VALIDATION_FAILED',
    'externalId',
  ]),
  submit(
    {
      env: [
        { name: 'GOOD', value: '' },
        { name: '1.BAD', value: '' },
      ],
    },
    ['a bad variable name', 'VALIDATION_FAILED', 'env.1.name'],
  ),
  submit({ env: [{ name: 'LONG', value: 'x'.repeat(40_000) }] }, [
    'a long value',
    'VALIDATION_FAILED',
    'env.0.value',
  ]),
  submit(
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    },
    ['a variable given twice', 'VALIDATION_FAILED', 'env.1.name'],
  ),
  submit({ retry: { maxRetries: 99 } }, ['too many retries', 'VALIDATION_FAILED', 'retry.maxRetries']),
  submit({ retry: { maxRetries: 1, backoffSeconds: -1 } }, [
    'a wait below zero',
    'VALIDATION_FAILED',
    'retry.backoffSeconds',
  ]),
  submit({ retry: { maxRetries: 1, backoffSeconds: 60, maxBackoffSeconds: 5 } }, [
    'a longest wait below the first one',
    'VALIDATION_FAILED',
    'retry.maxBackoffSeconds',
  ]),
  submit({ reservation: newId() }, ['a reservation that there is not', 'NOT_FOUND', 'reservation']),
  submit({ reservation: 'nonsense' }, ['a reservation that is no id', 'VALIDATION_FAILED', 'reservation']),
  submit({ preemptible: 'yes' }, ['a word for whether', 'BAD_USER_INPUT', 'preemptible']),
  submit({ description: 'x'.repeat(5_000) }, ['a long description', 'VALIDATION_FAILED', 'description']),
  submit({ pool: 'none such' }, ['an unknown pool', 'NOT_FOUND', 'pool']),
  ...['a\nb', 'a\u2028b', 'a\u202eb', 'a\u200bb', 'a\ud83d', 'a\0b'].map((name) =>
    submit({ name }, [`a name with ${JSON.stringify(name.slice(1))}`, 'VALIDATION_FAILED', 'name']),
  ),
  submit({ description: 'a\u001b[2Jb' }, [
    'a description that clears screens',
    'VALIDATION_FAILED',
    'description',
  ]),
  submit({ description: 'cut \ud83d' }, ['half a character', 'VALIDATION_FAILED', 'description']),
  submit({ command: ['echo', 'a\0b'] }, ['U+0000 in the command', 'VALIDATION_FAILED', 'command.1']),
  submit({ args: ['a\0b'] }, ['U+0000 in the arguments', 'VALIDATION_FAILED', 'args.0']),
  submit({ workingDirectory: '/tmp\0' }, ['U+0000 in the folder', 'VALIDATION_FAILED', 'workingDirectory']),
  submit({ env: [{ name: 'A', value: 'a\0b' }] }, [
    'U+0000 in a variable',
    'VALIDATION_FAILED',
    'env.0.value',
  ]),
  submit({}, ['a full queue', 'QUEUE_FULL', 'pool']),
  submit({ surprise: 1 }, ['an unknown field', 'BAD_USER_INPUT', 'surprise']),
  submit({ command: 'true', priority: 'high' }, ['a field of the wrong type', 'BAD_USER_INPUT', 'priority']),
  submit({ name: null }, ['null where something must be', 'BAD_USER_INPUT', 'name']),
  refused(
    'ada',
    'submitJob',
    (world) => job({ externalId: world.externalId, name: 'another job' })(world),
    ['a key that was used for another input', 'IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key'],
    { 'idempotency-key': 'waiting' },
  ),
  refused('admin', 'submitJob', (world) => job({ externalId: world.externalId, name: 'again' })(world), [
    'an external id that is taken',
    'ALREADY_EXISTS',
    'externalId',
  ]),
  refused('eve', 'submitJob', job({}), ["into another's project", 'NOT_FOUND', 'project']),
  refused('anonymous', 'submitJob', job({}), ['by an anonymous caller', 'UNAUTHENTICATED']),
];

const jobId = ({ job: id }: World) => ({ jobId: id });
const waitingId = ({ waitingJob }: World) => ({ jobId: waitingJob });

export const jobChanges: readonly Case[] = [
  refused('ada', 'approveJob', waitingId, ['by who submitted it', 'FORBIDDEN']),
  refused('admin', 'approveJob', jobId, ['of a job that runs', 'INVALID_STATE', 'jobId']),
  refused('admin', 'approveJob', { jobId: newId() }, ['of an unknown job', 'NOT_FOUND', 'jobId']),
  refused('admin', 'approveJob', { jobId: 'nonsense' }, ['of what is no id', 'VALIDATION_FAILED', 'jobId']),
  refused('admin', 'rejectJob', (world) => ({ ...waitingId(world), reason: '' }), [
    'without a reason',
    'VALIDATION_FAILED',
    'reason',
  ]),
  refused('eve', 'cancelJob', jobId, ["of another's job", 'NOT_FOUND', 'jobId']),
  refused('eve', 'deleteJob', jobId, ["of another's job", 'NOT_FOUND', 'jobId']),
  refused('ada', 'deleteJob', jobId, ['of a job that runs', 'INVALID_STATE', 'jobId']),
];
