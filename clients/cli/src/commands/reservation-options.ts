import type { OptionSpec } from '../command-row.js';

export const GPUS: readonly OptionSpec[] = [
  { flags: '-g, --gpus <number>', help: 'number of GPUs', type: 'integer', field: 'gpus.count' },
  { flags: '--model <name>', help: 'model of the GPUs', field: 'gpus.model' },
  {
    flags: '--memory <gb>',
    help: 'memory of each GPU in GB, at least',
    type: 'number',
    field: 'gpus.memoryGb',
  },
];

export const DEVICES: OptionSpec = {
  flags: '--devices <uuids>',
  help: 'these devices',
  type: 'list',
  field: 'gpus.devices',
  kind: 'device',
  resolve: true,
};

export const POOL: OptionSpec = {
  flags: '--pool <pool>',
  help: 'pool',
  field: 'pool',
  kind: 'pool',
  setting: 'pool',
};

export const FROM: OptionSpec = {
  flags: '--from <time>',
  help: "when it begins: 'tomorrow 9:00', 'in 2h'",
  type: 'time',
  field: 'from',
};

export const UNTIL: OptionSpec = {
  flags: '--until <time>',
  help: 'when it ends',
  type: 'time',
  field: 'until',
};

export const FOR: OptionSpec = {
  flags: '--for <duration>',
  help: 'how long, such as 8h',
  type: 'minutes',
  field: 'durationMinutes',
};

export const TITLE: OptionSpec = {
  flags: '--title <text>',
  help: 'what others read in the calendar',
  field: 'title',
};

export const SHARED: OptionSpec = {
  flags: '--shared',
  help: 'members of the project may use it',
  type: 'flag',
  field: 'sharedWithProject',
};

const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

export const REPEAT: readonly OptionSpec[] = [
  { flags: '--repeat <every>', help: 'repeat it', choices: ['DAY', 'WEEK'], field: 'repeat.every' },
  { flags: '--times <number>', help: 'so many times', type: 'integer', field: 'repeat.count' },
  { flags: '--on <days>', help: 'on these days', type: 'list', choices: WEEKDAYS, field: 'repeat.days' },
  { flags: '--repeat-until <time>', help: 'the last one begins before', type: 'time', field: 'repeat.until' },
];

export const NEEDED_BY: OptionSpec = {
  flags: '--needed-by <time>',
  help: 'of no use later',
  type: 'time',
  field: 'neededBy',
};
