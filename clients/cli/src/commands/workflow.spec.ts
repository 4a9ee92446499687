import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { JOB } from '../output/job.view.js';
import { ARRAY, SCHEDULE, WORKFLOW } from '../output/workflow.views.js';
import { createdBetween, historyOf, limit, namedSort, PROJECT, reason, TEMPLATE_OPTIONS } from './options.js';

const FILE: OptionSpec = {
  flags: '-f, --file <file>',
  help: 'members of the request as YAML or JSON; - for standard input',
  type: 'file',
};
const FILTERS: readonly OptionSpec[] = [
  {
    flags: '-p, --project <project>',
    help: 'of a project',
    field: 'project',
    kind: 'project',
    resolve: true,
  },
  { flags: '-u, --user <user>', help: 'of a user; @me is you', field: 'user', kind: 'user', resolve: true },
  { flags: '--search <text>', help: 'whose name begins so', field: 'search' },
  ...createdBetween(),
  namedSort,
  limit,
];
const CRON: readonly OptionSpec[] = [
  { flags: '--cron <expression>', help: "when, such as '0 2 * * *'", field: 'cron' },
  { flags: '--time-zone <zone>', help: 'zone of the expression; yours otherwise', field: 'timeZone' },
  {
    flags: '--overlap <policy>',
    help: 'while the last one still runs',
    choices: ['ALLOW', 'SKIP'],
    field: 'overlap',
  },
  {
    flags: '--catch-up <policy>',
    help: 'times that were missed',
    choices: ['LATEST', 'NONE'],
    field: 'catchUp',
  },
  { flags: '--until <time>', help: 'not later', type: 'time', field: 'until' },
];
const STATES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];

export const workflowCommands: readonly CommandSpec[] = [
  {
    name: 'workflow',
    summary: 'workflows: run, list, show, cancel, rerun',
    example: 'berth workflow run -f pipeline.yaml',
    commands: [
      {
        name: 'run',
        summary: 'submit a workflow from a file with name and nodes',
        options: [
          { ...FILE, required: true },
          PROJECT,
          { flags: '-n, --name <name>', help: 'name', field: 'name' },
          {
            flags: '--external-id <id>',
            help: 'an id of your own: the same one submits once',
            field: 'externalId',
          },
          { flags: '--pool <pool>', help: 'pool', field: 'pool', kind: 'pool', setting: 'pool' },
          {
            flags: '--on-failure <policy>',
            help: 'when a node fails',
            choices: ['STOP', 'CONTINUE'],
            field: 'onFailure',
          },
        ],
        example: 'berth workflow run -f pipeline.yaml --name nightly',
        rest: { method: 'POST', path: '/workflows', view: WORKFLOW },
      },
      {
        name: 'list',
        aliases: ['ls'],
        summary: 'workflows, newest first',
        options: [
          {
            flags: '-s, --state <states>',
            help: 'in these states',
            type: 'list',
            choices: STATES,
            field: 'states',
          },
          ...FILTERS,
        ],
        example: 'berth workflow list --state running',
        rest: { method: 'GET', path: '/workflows', paged: true, view: WORKFLOW },
      },
      {
        name: 'show',
        summary: 'one workflow, with its nodes',
        args: '<workflow...>',
        kinds: ['workflow'],
        example: 'berth workflow show nightly',
        rest: { method: 'GET', path: '/workflows/{}', view: WORKFLOW },
      },
      {
        name: 'cancel',
        summary: 'cancel what is left of it',
        args: '<workflow...>',
        kinds: ['workflow'],
        options: [reason],
        example: 'berth workflow cancel nightly',
        rest: { method: 'POST', path: '/workflows/{}/cancel', view: WORKFLOW, done: '{} is being cancelled' },
      },
      {
        name: 'rerun',
        summary: 'run a node, and what depends on it, again',
        args: '<workflow>',
        kinds: ['workflow'],
        options: [{ flags: '--from <node>', help: 'name of the node', field: 'from', required: true }],
        example: 'berth workflow rerun nightly --from evaluate',
        rest: { method: 'POST', path: '/workflows/{}/rerun', view: WORKFLOW, done: '{} goes on' },
      },
      historyOf('workflow', ['workflow'], 'berth workflow history nightly'),
    ],
  },
  {
    name: 'array',
    summary: 'arrays of jobs; berth submit --array makes one',
    example: 'berth submit --array 10 -- python3 train.py',
    commands: [
      {
        name: 'show',
        summary: 'one array, with how many of its jobs are where',
        args: '<array...>',
        kinds: ['array'],
        example: 'berth array show 3Z8V5QBV2XFKB24GS1KPEX3FR1',
        rest: { method: 'GET', path: '/arrays/{}', view: ARRAY },
      },
      {
        name: 'jobs',
        summary: 'the jobs of an array',
        args: '<array>',
        kinds: ['array'],
        options: [limit],
        example: 'berth array jobs 3Z8V5QBV2XFKB24GS1KPEX3FR1 --limit 500',
        rest: { method: 'GET', path: '/arrays/{}/jobs', paged: true, view: JOB },
      },
      {
        name: 'cancel',
        summary: 'cancel all jobs of an array',
        args: '<array...>',
        kinds: ['array'],
        options: [reason],
        example: 'berth array cancel 3Z8V5QBV2XFKB24GS1KPEX3FR1',
        rest: { method: 'POST', path: '/arrays/{}/cancel', view: ARRAY, done: '{} is being cancelled' },
      },
    ],
  },
  {
    name: 'schedule',
    summary: 'schedules: jobs and workflows by cron expressions',
    example: "berth schedule create --name nightly --cron '0 2 * * *' -- python3 train.py",
    commands: [
      {
        name: 'create',
        summary: 'submit a job, or the workflow of a file, at the times of an expression',
        args: '[command...]',
        options: [
          PROJECT,
          { flags: '-n, --name <name>', help: 'name', field: 'name', required: true },
          ...CRON,
          {
            flags: '--external-id <id>',
            help: 'an id of your own: the same one creates once',
            field: 'externalId',
          },
          ...TEMPLATE_OPTIONS,
          FILE,
        ],
        example: "berth schedule create --name nightly --cron '0 2 * * *' --gpus 1 -- python3 train.py",
        passThrough: true,
        uses: ['POST /schedules'],
        load: () => import('./schedule-create.js'),
      },
      {
        name: 'list',
        aliases: ['ls'],
        summary: 'schedules of your projects',
        options: FILTERS,
        example: 'berth schedule list',
        rest: { method: 'GET', path: '/schedules', paged: true, view: SCHEDULE },
      },
      {
        name: 'show',
        summary: 'one schedule, with its next and last times',
        args: '<schedule...>',
        kinds: ['schedule'],
        example: 'berth schedule show nightly',
        rest: { method: 'GET', path: '/schedules/{}', view: SCHEDULE },
      },
      {
        name: 'update',
        summary: 'change when it submits, or from a file what',
        args: '<schedule>',
        kinds: ['schedule'],
        options: [{ flags: '-n, --name <name>', help: 'name', field: 'name' }, ...CRON, FILE],
        example: "berth schedule update nightly --cron '30 3 * * *'",
        rest: { method: 'PATCH', path: '/schedules/{}', view: SCHEDULE, done: '{} is changed' },
      },
      {
        name: 'pause',
        summary: 'submit nothing for now',
        args: '<schedule...>',
        kinds: ['schedule'],
        options: [reason],
        example: 'berth schedule pause nightly',
        rest: { method: 'POST', path: '/schedules/{}/pause', view: SCHEDULE, done: '{} is paused' },
      },
      {
        name: 'resume',
        summary: 'submit again',
        args: '<schedule...>',
        kinds: ['schedule'],
        example: 'berth schedule resume nightly',
        rest: { method: 'POST', path: '/schedules/{}/resume', view: SCHEDULE, done: '{} is resumed' },
      },
      {
        name: 'delete',
        aliases: ['rm'],
        summary: 'delete schedules; what they have submitted stays',
        args: '<schedule...>',
        kinds: ['schedule'],
        example: 'berth schedule delete nightly --yes',
        rest: { method: 'DELETE', path: '/schedules/{}', confirm: 'Delete {}?', done: '{} is deleted' },
      },
      historyOf('schedule', ['schedule'], 'berth schedule history nightly'),
    ],
  },
];
