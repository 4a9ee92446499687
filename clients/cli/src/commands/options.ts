import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { column, time, wide, type View } from '../output/view.js';

export const JOB_STATES = [
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

const SORTS = ['NEWEST', 'OLDEST'];

export const sort: OptionSpec = { flags: '--sort <order>', help: 'by time', choices: SORTS, field: 'sort' };

export const namedSort: OptionSpec = {
  flags: '--sort <order>',
  help: 'by time or by name',
  choices: [...SORTS, 'NAME'],
  field: 'sort',
};

/** For lists that are ordered by creation. `prefix` is where the filter stands in a request. */
export const createdBetween = (prefix = ''): readonly OptionSpec[] => [
  {
    flags: '--created-from <time>',
    help: 'created then or later, such as 2d (ago)',
    type: 'past',
    field: `${prefix}createdFrom`,
  },
  {
    flags: '--created-until <time>',
    help: 'created before then',
    type: 'past',
    field: `${prefix}createdUntil`,
  },
];

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

export const ARRAY_OPTIONS: readonly OptionSpec[] = [
  { flags: '--array <number>', help: 'so many jobs; BERTH_ARRAY_INDEX tells them apart' },
  { flags: '--each <file>', help: 'a job for each line of a CSV file, whose columns are variables' },
  {
    flags: '--max-parallel <number>',
    help: 'of an array: at most so many at once',
    type: 'integer',
    field: 'maxParallel',
  },
  { flags: '--gang', help: 'of an array: all start together', type: 'flag', field: 'gang' },
];

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

export const HISTORY: View = {
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

const HISTORY_OPTIONS: readonly OptionSpec[] = [
  { flags: '--type <events>', help: 'these events only, such as placed,ended', type: 'list', field: 'types' },
  { flags: '-u, --user <user>', help: 'what a user did', field: 'user', kind: 'user', resolve: true },
  { flags: '--from <time>', help: 'then or later, such as 2d (ago)', type: 'past', field: 'from' },
  { flags: '--until <time>', help: 'before then', type: 'past', field: 'until' },
  sort,
  limit,
];

export const historyOf = (
  noun: string,
  kinds: CommandSpec['kinds'],
  example: string,
  options: readonly OptionSpec[] = [],
): CommandSpec => ({
  name: 'history',
  summary: `every event of the ${noun}: when, what, who, by which command`,
  args: `<${noun}>`,
  ...(kinds ? { kinds } : {}),
  options: [...options, ...HISTORY_OPTIONS],
  example,
  rest: { method: 'GET', path: '/history/{}', paged: true, view: HISTORY },
});
