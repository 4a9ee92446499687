import { newId } from '@berth/kernel/ids';
import type { Case, World } from './case.js';
import { refused } from './api-cases.js';

const job = { command: ['true'] };
const node = (name: string, ...dependsOn: readonly string[]) => ({ name, job, dependsOn });
type Expected = readonly [name: string, code: string, field?: string];

const inPool =
  (base: object) =>
  (more: object) =>
  ({ lab, poolName }: World) => ({ name: 'a whole', project: lab.project, pool: poolName, ...base, ...more });
const workflow = inPool({ nodes: [node('a')] });
const array = inPool({ command: ['true'], count: 2 });
const schedule =
  (more: object) =>
  ({ lab, poolName }: World) => ({
    name: 'nightly',
    project: lab.project,
    cron: '@daily',
    job: { ...job, pool: poolName },
    ...more,
  });
const submit = (more: object, expected: Expected): Case =>
  refused('ada', 'submitWorkflow', workflow(more), expected);
const submitArray = (more: object, expected: Expected): Case =>
  refused('ada', 'submitArray', array(more), expected);
const create = (more: object, expected: Expected): Case =>
  refused('ada', 'createSchedule', schedule(more), expected);

export const workflows: readonly Case[] = [
  submit({ nodes: [] }, ['no node', 'VALIDATION_FAILED', 'nodes']),
  submit({ nodes: [node('a', 'c'), node('b', 'a'), node('c', 'b')] }, [
    'a cycle',
    'VALIDATION_FAILED',
    'nodes',
  ]),
  submit({ nodes: [node('train'), node('eval', 'trian')] }, [
    'an unknown node',
    'VALIDATION_FAILED',
    'nodes.1.dependsOn',
  ]),
  submit({ nodes: [node('a'), node('a')] }, ['a name twice', 'VALIDATION_FAILED', 'nodes.1.name']),
  submit({ nodes: [node('no spaces please')] }, ['a bad name', 'VALIDATION_FAILED', 'nodes.0.name']),
  submit({ nodes: [{ ...node('a'), when: 'FAILED' }] }, [
    'a failure of no node',
    'VALIDATION_FAILED',
    'nodes.0.dependsOn',
  ]),
  submit({ nodes: [node('a'), { name: 'b', job: { ...job, gpus: { count: 8 } } }] }, [
    'a node that can never run',
    'CAN_NEVER_RUN',
    'nodes.1.job.gpus.count',
  ]),
  submit({ nodes: [{ name: 'a', job: {} }] }, [
    'a node without a command',
    'VALIDATION_FAILED',
    'nodes.0.job.command',
  ]),
  submit({ nodes: Array.from({ length: 501 }, (_, index) => node(`n${index}`)) }, [
    'too many nodes',
    'VALIDATION_FAILED',
    'nodes',
  ]),
  submit({ pool: 'none such' }, ['an unknown pool', 'NOT_FOUND', 'pool']),
  submit({ project: 'none such' }, ['an unknown project', 'NOT_FOUND', 'project']),
  submit({}, ['a full queue', 'QUEUE_FULL', 'pool']),
  refused('eve', 'submitWorkflow', workflow({}), ["into another's project", 'NOT_FOUND', 'project']),
  refused('anonymous', 'submitWorkflow', workflow({}), ['by an anonymous caller', 'UNAUTHENTICATED']),
  refused('ada', 'cancelWorkflow', { workflowId: newId() }, ['an unknown one', 'NOT_FOUND', 'workflowId']),
  refused('ada', 'rerunWorkflow', { workflowId: 'nonsense', from: 'a' }, [
    'what is no id',
    'VALIDATION_FAILED',
    'workflowId',
  ]),
  refused('ada', 'rerunWorkflow', { workflowId: newId(), from: 'a' }, [
    'an unknown one',
    'NOT_FOUND',
    'workflowId',
  ]),
  submitArray({ count: 10_001 }, ['10,001 members', 'VALIDATION_FAILED', 'count']),
  submitArray({ count: 0 }, ['no members', 'VALIDATION_FAILED', 'count']),
  submitArray({ count: undefined }, ['neither count nor parameters', 'VALIDATION_FAILED', 'count']),
  submitArray({ gang: true, maxParallel: 1 }, [
    'a gang one after the other',
    'VALIDATION_FAILED',
    'maxParallel',
  ]),
  submitArray({ maxParallel: 0 }, ['none at a time', 'VALIDATION_FAILED', 'maxParallel']),
  submitArray({ count: undefined, parameters: [{ env: [{ name: '1BAD', value: '' }] }] }, [
    'a bad variable name',
    'VALIDATION_FAILED',
    'parameters.0.1BAD',
  ]),
  submitArray({ gpus: { count: 8 } }, ['members that can never run', 'CAN_NEVER_RUN', 'gpus.count']),
  submitArray({}, ['a full queue', 'QUEUE_FULL', 'pool']),
  refused('ada', 'cancelArray', { arrayId: newId() }, ['an unknown one', 'NOT_FOUND', 'arrayId']),
  refused('ada', 'submitJobs', { jobs: [] }, ['nothing', 'VALIDATION_FAILED', 'jobs']),
  create({ cron: 'daily' }, ['no cron expression', 'VALIDATION_FAILED', 'cron']),
  create({ cron: '0 0 30 2 *' }, ['a time that never comes', 'VALIDATION_FAILED', 'cron']),
  create({ timeZone: 'Mars/Olympus' }, ['no time zone', 'VALIDATION_FAILED', 'timeZone']),
  create({ until: '2020-01-01T00:00:00Z' }, ['an end in the past', 'VALIDATION_FAILED', 'until']),
  create({ job: undefined }, ['nothing to submit', 'VALIDATION_FAILED', 'job']),
  create({ job: { ...job, gpus: { model: 'H100' } } }, [
    'a job that can never run',
    'CAN_NEVER_RUN',
    'job.gpus.model',
  ]),
  create({ job: undefined, workflow: { nodes: [node('a', 'a')] } }, [
    'a workflow with a cycle',
    'VALIDATION_FAILED',
    'workflow.nodes',
  ]),
  refused('eve', 'createSchedule', schedule({}), ["into another's project", 'NOT_FOUND', 'project']),
  refused('ada', 'pauseSchedule', { scheduleId: newId() }, ['an unknown one', 'NOT_FOUND', 'scheduleId']),
  refused('ada', 'deleteSchedule', { scheduleId: 'x' }, ['what is no id', 'VALIDATION_FAILED', 'scheduleId']),
];
