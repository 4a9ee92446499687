import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { JOB } from '../output/job.view.js';
import { column, time, wide, type View } from '../output/view.js';

const JOB_STATES = [
  'SUBMITTED',
  'AWAITING_APPROVAL',
  'APPROVED',
  'REJECTED',
  'QUEUED',
  'PLACED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
];
const RETRIED = ['EXIT_CODE', 'GPU_OUT_OF_MEMORY', 'HOST_LOST', 'OUT_OF_MEMORY', 'SIGNAL', 'START_FAILED'];

export const reason: OptionSpec = {
  flags: '--reason <text>',
  help: 'why; kept in the history',
  field: 'reason',
};
export const limit: OptionSpec = { flags: '--limit <number>', help: 'at most so many (50)' };

/** What the job may use, as `run`, `submit`, `array` and `schedule` take it. */
export const TEMPLATE_OPTIONS: readonly OptionSpec[] = [
  { flags: '-g, --gpus <number>', help: 'number of GPUs', type: 'integer', field: 'gpus.count' },
  { flags: '--model <name>', help: 'model of the GPUs', field: 'gpus.model' },
  {
    flags: '--memory <gb>',
    help: 'memory of each GPU in GB, at least',
    type: 'number',
    field: 'gpus.memoryGb',
  },
  { flags: '--device <uuid>', help: 'this device', field: 'gpus.device', kind: 'device' },
  { flags: '--vcpus <number>', help: 'processor cores', type: 'number', field: 'vcpus' },
  { flags: '--ram <gb>', help: 'main memory in GB', type: 'number', field: 'ramGb' },
  {
    flags: '-t, --time <duration>',
    help: 'time limit, such as 4h',
    type: 'minutes',
    field: 'timeoutMinutes',
  },
  { flags: '--pool <pool>', help: 'pool', field: 'pool', kind: 'pool', setting: 'pool' },
  { flags: '--class <class>', help: 'class', choices: ['TRAINING', 'INFERENCE'], field: 'class' },
  { flags: '--priority <number>', help: '10 (first) to 1 (last)', type: 'integer', field: 'priority' },
  { flags: '--preemptible', help: 'others may take its place', type: 'flag', field: 'preemptible' },
  { flags: '--image <image>', help: 'image, where the host runs images', field: 'image' },
  { flags: '--workdir <folder>', help: 'working directory', field: 'workingDirectory' },
  {
    flags: '--retry <number>',
    help: 'retries after a failure, at most',
    type: 'integer',
    field: 'retry.maxRetries',
  },
  { flags: '--retry-on <classes>', help: `failures that are retried: ${RETRIED.join(', ').toLowerCase()}` },
  {
    flags: '-e, --env <name=value>',
    help: 'a variable of its environment; NAME alone passes yours',
    many: true,
  },
  { flags: '--env-file <file>', help: 'variables, a NAME=VALUE a line', many: true },
  { flags: '--description <text>', help: 'what it is for', field: 'description' },
];

export const PROJECT: OptionSpec = {
  flags: '-p, --project <project>',
  help: 'project',
  field: 'project',
  kind: 'project',
  setting: 'project',
  required: true,
};

export const SUBMIT_OPTIONS: readonly OptionSpec[] = [
  PROJECT,
  { flags: '-n, --name <name>', help: 'name; the command otherwise', field: 'name' },
  ...TEMPLATE_OPTIONS,
  {
    flags: '--reservation <reservation>',
    help: 'within this reservation',
    field: 'reservation',
    kind: 'reservation',
    resolve: true,
  },
  { flags: '--external-id <id>', help: 'an id of your own: the same one submits once', field: 'externalId' },
  { flags: '-f, --file <file>', help: 'members of the request as YAML or JSON; - for standard input' },
];

const HISTORY: View = {
  name: 'eventId',
  columns: [
    column('AT', time('recordedAt')),
    column('EVENT', 'type'),
    column('WHO', (item) => {
      const actor = item['actor'] as { kind: string; user: { username: string } | null };
      return actor.user?.username ?? actor.kind.toLowerCase();
    }),
    column('COMMAND', 'command'),
    wide('REVISION', 'revision'),
    wide('EVENT ID', 'eventId'),
    wide('DATA', 'data'),
  ],
};

export const historyOf = (noun: string, kinds: CommandSpec['kinds'], example: string): CommandSpec => ({
  name: 'history',
  summary: `every event of the ${noun}: when, what, who, by which command`,
  args: `<${noun}>`,
  ...(kinds ? { kinds } : {}),
  options: [limit],
  example,
  rest: { method: 'GET', path: '/history/{}', paged: true, view: HISTORY },
});

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
    { flags: '--search <text>', help: 'whose name begins so', field: 'search' },
    limit,
  ],
  example: `berth jobs --state running,queued\nberth jobs -u @me -o wide\n# states: ${JOB_STATES.join(' ').toLowerCase()}`,
  rest: { method: 'GET', path: '/jobs', paged: true, view: JOB },
};

const LOGS: CommandSpec = {
  name: 'logs',
  summary: 'what a job has written',
  args: '<job>',
  kinds: ['job'],
  options: [
    { flags: '-f, --follow', help: 'go on with what it writes, until it ends' },
    { flags: '--tail <lines>', help: 'the last lines only' },
    { flags: '--run <number>', help: 'of one run' },
    { flags: '--stream <stream>', help: 'one of the streams', choices: ['STDOUT', 'STDERR'] },
    {
      flags: '--level <level>',
      help: 'from this level on',
      choices: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'],
    },
    { flags: '--timestamps', help: 'with the time of each line' },
    { flags: '--exit-status', help: "end with the job's own exit code" },
  ],
  example: 'berth logs -f @last\nberth logs --tail 100 train-7',
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
    load: () => import('./run-command.js'),
  },
  {
    name: 'submit',
    summary: 'submit a job, and print its id',
    args: '[command...]',
    options: SUBMIT_OPTIONS,
    example: 'berth submit --gpus 1 --env LR=1e-4 -- python3 train.py\nberth submit -f job.yaml',
    passThrough: true,
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
      historyOf('job', ['job'], 'berth job history @last'),
      {
        name: 'events',
        summary: 'what happens to a job, as it happens; with no job, to all that you may see',
        args: '[job]',
        kinds: ['job'],
        example: 'berth job events @last',
        load: () => import('./events.js'),
      },
      {
        name: 'metrics',
        summary: 'what a job has reported as metrics',
        args: '<job>',
        kinds: ['job'],
        options: [{ flags: '-f, --follow', help: 'go on with what it reports, until it ends' }],
        example: 'berth job metrics @last',
        load: () => import('./metrics.js'),
      },
    ],
  },
];
