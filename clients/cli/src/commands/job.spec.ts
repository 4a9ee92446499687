import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { JOB } from '../output/job.view.js';

import {
  ARRAY_OPTIONS,
  createdBetween,
  historyOf,
  JOB_STATES,
  limit,
  reason,
  sort,
  SUBMIT_OPTIONS,
} from './options.js';

const LIST: CommandSpec = {
  name: 'list',
  aliases: ['ls'],
  summary: 'jobs of your projects, newest first',
  options: [
    { flags: '-s, --state <states>', help: 'in these states', type: 'list', field: 'states' },
    {
      flags: '-p, --project <project>',
      help: 'of a project',
      field: 'project',
      kind: 'project',
      resolve: true,
    },
    { flags: '-u, --user <user>', help: 'of a user; @me is you', field: 'user', kind: 'user', resolve: true },
    { flags: '--pool <pool>', help: 'of a pool', field: 'pool', kind: 'pool', resolve: true },
    { flags: '--host <host>', help: 'last run on a host', field: 'host', kind: 'host', resolve: true },
    { flags: '--search <text>', help: 'whose name begins so', field: 'search' },
    ...createdBetween(),
    sort,
    limit,
  ],
  example: `berth jobs --state running,queued\nberth jobs -u @me -o wide\nberth jobs --host gpu-1 --state running\nberth jobs --created-from 2d --sort oldest\n# states: ${JOB_STATES.join(' ').toLowerCase()}`,
  rest: { method: 'GET', path: '/jobs', paged: true, view: JOB },
};

const FILTERS: readonly OptionSpec[] = [
  {
    flags: '-s, --state <states>',
    help: 'in these states',
    type: 'list',
    choices: JOB_STATES,
    field: 'filter.states',
  },
  {
    flags: '-p, --project <project>',
    help: 'of a project',
    field: 'filter.project',
    kind: 'project',
    resolve: true,
  },
  {
    flags: '-u, --user <user>',
    help: 'of a user; @me is you',
    field: 'filter.user',
    kind: 'user',
    resolve: true,
  },
  { flags: '--pool <pool>', help: 'of a pool', field: 'filter.pool', kind: 'pool', resolve: true },
  {
    flags: '--host <host>',
    help: 'last run on a host',
    field: 'filter.host',
    kind: 'host',
    resolve: true,
  },
  { flags: '--search <text>', help: 'whose name begins so', field: 'filter.search' },
  ...createdBetween('filter.'),
];

const bulk = (
  name: string,
  summary: string,
  options: readonly OptionSpec[],
  example: string,
): CommandSpec => ({
  name,
  summary,
  options: [...FILTERS, ...options],
  example,
  uses: [`POST /jobs/${name}`],
  load: () => import('./bulk.js'),
});

const ALL: CommandSpec = {
  name: 'all',
  summary: 'every job that fits: cancel, approve, reject, delete',
  example: 'berth job all cancel --state queued --search sweep',
  commands: [
    bulk(
      'cancel',
      'stop jobs, or take them out of the queue',
      [reason],
      'berth job all cancel -u @me --state queued,running --yes',
    ),
    bulk('approve', 'approve jobs that wait for it', [reason], 'berth job all approve --project vision'),
    bulk(
      'reject',
      'reject jobs that wait for approval',
      [{ ...reason, required: true }],
      'berth job all reject --pool default --reason "maintenance today"',
    ),
    bulk('delete', 'delete jobs that have ended', [], 'berth job all delete -u @me --state failed'),
  ],
};

const LOGS: CommandSpec = {
  name: 'logs',
  summary: 'what a job has written',
  args: '<job>',
  kinds: ['job'],
  options: [
    { flags: '-f, --follow', help: 'go on with what it writes, until it ends' },
    { flags: '--tail <lines>', help: 'the last lines only' },
    { flags: '--from-line <number>', help: 'from this line on' },
    { flags: '--since <time>', help: 'from this time on: 30m, 18:30, 2026-12-01 09:00' },
    { flags: '--at <time>', help: 'the lines around this time; -C says how many' },
    { flags: '--grep <text>', help: 'lines that have this text' },
    { flags: '--regex <expression>', help: 'lines that match, in the syntax of RE2' },
    { flags: '-i, --ignore-case', help: 'with --grep or --regex: whatever the case' },
    { flags: '-C, --around <lines>', help: 'with --grep, --regex or --at: so many lines around' },
    { flags: '-B, --before-context <lines>', help: 'so many lines before' },
    { flags: '-A, --after-context <lines>', help: 'so many lines after' },
    { flags: '--download <file>', help: 'writes all lines that there are to a file; - for the output' },
    { flags: '--run <number>', help: 'of one run' },
    { flags: '--stream <stream>', help: 'one of the streams', choices: ['STDOUT', 'STDERR'] },
    {
      flags: '--level <level>',
      help: 'of this level',
      choices: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'],
    },
    { flags: '--timestamps', help: 'with the time of each line' },
    { flags: '-n, --line-numbers', help: 'with the number of each line' },
    { flags: '--exit-status', help: "end with the job's own exit code" },
  ],
  example:
    'berth logs -f @last\nberth logs --tail 100 train-7\nberth logs --since 2h -n train-7\nberth logs --grep error -i -C 3 train-7\nberth logs --at 14:32 -C 50 train-7\nberth logs --download train.log train-7',
  uses: ['GET /jobs/{}/logs', 'GET /jobs/{}/logs/raw', 'GET /jobs/{}/logs/search'],
  load: () => import('./logs.js'),
};

const CANCEL: CommandSpec = {
  name: 'cancel',
  summary: 'stop jobs, or take them out of the queue',
  args: '<job...>',
  kinds: ['job'],
  options: [reason],
  example: 'berth cancel @last --reason "wrong data"',
  rest: { method: 'POST', path: '/jobs/{}/cancel', view: JOB, done: '{} is being cancelled' },
};

const WHY: CommandSpec = {
  name: 'why',
  summary: 'why a job waits, what is ahead of it, and when it may start',
  args: '<job>',
  kinds: ['job'],
  example: 'berth why @last',
  uses: ['GET /jobs/{}/pending'],
  load: () => import('./why.js'),
};

const WAIT: CommandSpec = {
  name: 'wait',
  summary: "wait until jobs end; ends with the first failed job's exit code",
  args: '<job...>',
  kinds: ['job'],
  options: [{ flags: '--for <duration>', help: 'give up after so long, with status 8' }],
  example: 'berth wait @last && berth submit -- python3 evaluate.py',
  endsAsJob: true,
  uses: ['GET /jobs/{}/events'],
  load: () => import('./wait.js'),
};

export const jobCommands: readonly CommandSpec[] = [
  {
    name: 'run',
    summary: 'submit a job, show its output, end with its exit code; Ctrl-C leaves it running',
    args: '[command...]',
    options: SUBMIT_OPTIONS,
    example: 'berth run --gpus 2 --model A100 --time 4h -- python3 train.py --lr 1e-4',
    endsAsJob: true,
    passThrough: true,
    uses: ['POST /jobs', 'GET /jobs/{}/logs'],
    load: () => import('./run-command.js'),
  },
  {
    name: 'submit',
    summary: 'submit a job, and print its id',
    args: '[command...]',
    options: [...SUBMIT_OPTIONS, ...ARRAY_OPTIONS],
    example:
      'berth submit --array 8 -- python3 sweep.py\nberth submit --gpus 1 --env LR=1e-4 -- python3 train.py\nberth submit -f job.yaml',
    passThrough: true,
    uses: ['POST /jobs', 'POST /arrays'],
    load: () => import('./submit.js'),
  },
  { ...LIST, name: 'jobs', aliases: ['ps'] },
  LOGS,
  WAIT,
  WHY,
  CANCEL,
  {
    name: 'job',
    summary: 'jobs: list, show, cancel, approve, reject, delete, history, events, metrics',
    example: 'berth job show @last',
    commands: [
      LIST,
      {
        name: 'show',
        summary: 'one job, with its runs',
        args: '<job...>',
        kinds: ['job'],
        example: 'berth job show @last -o yaml',
        rest: { method: 'GET', path: '/jobs/{}', view: JOB },
      },
      LOGS,
      WHY,
      WAIT,
      CANCEL,
      {
        name: 'approve',
        summary: 'approve jobs that wait for it',
        args: '<job...>',
        kinds: ['job'],
        options: [reason],
        example: 'berth job approve train-7',
        rest: { method: 'POST', path: '/jobs/{}/approve', view: JOB, done: '{} is approved' },
      },
      {
        name: 'reject',
        summary: 'reject jobs that wait for approval',
        args: '<job...>',
        kinds: ['job'],
        options: [{ ...reason, required: true }],
        example: 'berth job reject train-7 --reason "use the small model first"',
        rest: { method: 'POST', path: '/jobs/{}/reject', view: JOB, done: '{} is rejected' },
      },
      {
        name: 'delete',
        aliases: ['rm'],
        summary: 'delete jobs that have ended',
        args: '<job...>',
        kinds: ['job'],
        example: 'berth job delete train-7 --yes',
        rest: {
          method: 'DELETE',
          path: '/jobs/{}',
          confirm: 'Delete {}, with what it has written?',
          done: '{} is deleted',
        },
      },
      ALL,
      historyOf('job', ['job'], 'berth job history @last'),
      {
        name: 'events',
        summary: 'what happens to a job, as it happens; with no job, to all that you may see',
        args: '[job]',
        kinds: ['job'],
        example: 'berth job events @last',
        uses: ['GET /events', 'GET /jobs/{}/events'],
        load: () => import('./events.js'),
      },
      {
        name: 'metrics',
        summary: 'what a job has reported as metrics',
        args: '<job>',
        kinds: ['job'],
        options: [{ flags: '-f, --follow', help: 'go on with what it reports, until it ends' }],
        example: 'berth job metrics @last',
        uses: ['GET /jobs/{}/metrics'],
        load: () => import('./metrics.js'),
      },
    ],
  },
];
