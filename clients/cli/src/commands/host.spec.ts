import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { ACCOUNT, DEVICE, HOST, HOST_USAGE } from '../output/host.views.js';
import { historyOf, limit, reason } from './options.js';
import { row } from './row.js';

const ofPool: OptionSpec = {
  flags: '--pool <pool>',
  help: 'of a pool',
  field: 'pool',
  kind: 'pool',
  resolve: true,
};

const SPAN: readonly OptionSpec[] = [
  { flags: '--from <time>', help: 'from when on', type: 'time', field: 'from', required: true },
  { flags: '--to <time>', help: 'until when', type: 'time', field: 'to', required: true },
];

const LIMITS: readonly OptionSpec[] = [
  {
    flags: '--training <number>',
    help: 'jobs of training at once',
    type: 'integer',
    field: 'limits.training',
    required: true,
  },
  {
    flags: '--inference <number>',
    help: 'jobs of inference at once',
    type: 'integer',
    field: 'limits.inference',
    required: true,
  },
];

const DEVICE_STATES = ['AVAILABLE', 'ERROR', 'DISABLED', 'UNREADABLE'];

export const hostCommands: readonly CommandSpec[] = [
  {
    name: 'host',
    summary: 'GPU hosts: list, show, cordon, drain, remove, usage, accounts',
    example: 'berth host list',
    commands: [
      row('list', 'hosts', 'GET /hosts', {
        paged: true,
        view: HOST,
        options: [
          ofPool,
          { flags: '--search <text>', help: 'with this in the name', field: 'search' },
          {
            flags: '-s, --status <statuses>',
            help: 'with these statuses',
            type: 'list',
            choices: ['JOINING', 'ONLINE', 'LOST', 'STOPPED', 'REMOVED'],
            field: 'statuses',
          },
          {
            flags: '--scheduling <states>',
            help: 'that take work, or do not',
            type: 'list',
            choices: ['OPEN', 'CORDONED', 'DRAINING', 'DRAINED'],
            field: 'schedulings',
          },
          limit,
        ],
        example: 'berth host list -o wide\nberth host list --status lost,stopped',
      }),
      row('show <host...>', 'one host, with its devices', 'GET /hosts/{}', {
        view: HOST,
        kinds: ['host'],
        example: 'berth host show gpu-1',
      }),
      row('update <host>', 'change its name, pool, labels or slots', 'PATCH /hosts/{}', {
        view: HOST,
        kinds: ['host'],
        options: [
          { flags: '--name <name>', help: 'name', field: 'name' },
          { flags: '--pool <pool>', help: 'pool', field: 'poolId', kind: 'pool', resolve: true },
          { flags: '--labels <json>', help: 'all labels, as JSON', type: 'json', field: 'labels' },
          {
            flags: '--cpu-training <number>',
            help: 'jobs of training without a GPU',
            type: 'integer',
            field: 'cpuLimits.training',
          },
          {
            flags: '--cpu-inference <number>',
            help: 'jobs of inference without a GPU',
            type: 'integer',
            field: 'cpuLimits.inference',
          },
        ],
        done: '{} is changed',
        example: 'berth host update gpu-1 --pool training',
      }),
      row('cordon <host...>', 'place nothing new on it', 'POST /hosts/{}/cordon', {
        kinds: ['host'],
        view: HOST,
        options: [reason],
        done: '{} is cordoned',
        example: 'berth host cordon gpu-1 --reason "new driver"',
      }),
      row('uncordon <host...>', 'place jobs on it again', 'POST /hosts/{}/uncordon', {
        kinds: ['host'],
        view: HOST,
        done: '{} is open',
        example: 'berth host uncordon gpu-1',
      }),
      row('drain <host...>', 'cordon it, and wait until its jobs have ended', 'POST /hosts/{}/drain', {
        kinds: ['host'],
        view: HOST,
        options: [reason],
        done: '{} is draining',
        example: 'berth host drain gpu-1',
      }),
      row('remove <host>', 'take it away for good', 'DELETE /hosts/{}', {
        kinds: ['host'],
        options: [
          reason,
          { flags: '--force', help: 'also while it is in use', type: 'flag', field: 'force' },
        ],
        confirm: 'Remove {} for good?',
        done: '{} is removed',
        example: 'berth host remove gpu-1 --reason "sold" --yes',
      }),
      row(
        'lift-quarantine <host>',
        'let it take jobs again after failed starts',
        'POST /hosts/{}/lift-quarantine',
        {
          kinds: ['host'],
          options: [reason],
          done: '{} takes jobs again',
          example: 'berth host lift-quarantine gpu-1',
        },
      ),
      row('usage <host>', 'its use over time', 'GET /hosts/{}/usage', {
        kinds: ['host'],
        items: true,
        view: HOST_USAGE,
        options: SPAN,
        example: 'berth host usage gpu-1 --from 2026-11-01 --to 2026-12-01 -o json',
      }),
      row('device-usage <host>', 'the use of its devices over time', 'GET /hosts/{}/device-usage', {
        kinds: ['host'],
        items: true,
        view: HOST_USAGE,
        options: SPAN,
        example: "berth host device-usage gpu-1 --from 'today 0:00' --to now",
      }),
      row('accounts', 'whose processes an account of a host stands for', 'GET /accounts', {
        items: true,
        view: ACCOUNT,
        options: [
          { flags: '--host <host>', help: 'of a host', field: 'host', kind: 'host', resolve: true },
          { flags: '-u, --user <user>', help: 'of a user', field: 'user', kind: 'user', resolve: true },
        ],
        example: 'berth host accounts --host gpu-1',
      }),
      row('map-account <host>', 'say whose an account of a host is', 'POST /hosts/{}/accounts', {
        kinds: ['host'],
        view: ACCOUNT,
        options: [
          { flags: '--account <name>', help: 'name on the host', field: 'account', required: true },
          {
            flags: '-u, --user <user>',
            help: 'whose',
            field: 'userId',
            kind: 'user',
            resolve: true,
            required: true,
          },
        ],
        example: 'berth host map-account gpu-1 --account alovelace --user ada',
      }),
      row(
        'unmap-account <host> <account>',
        "say that an account is nobody's",
        'DELETE /hosts/{}/accounts/{}',
        {
          kinds: ['host', 'id'],
          done: '{} is mapped no more',
          example: 'berth host unmap-account gpu-1 alovelace',
        },
      ),
      historyOf('host', ['host'], 'berth host history gpu-1'),
    ],
  },
  {
    name: 'device',
    summary: 'GPUs: list, limits, enable, disable',
    example: 'berth device list --model A100',
    commands: [
      row('list', 'GPUs', 'GET /devices', {
        paged: true,
        view: DEVICE,
        options: [
          ofPool,
          { flags: '--host <host>', help: 'of a host', field: 'host', kind: 'host', resolve: true },
          { flags: '--model <name>', help: 'of a model', field: 'model' },
          { flags: '--search <text>', help: 'with this in the UUID, model or PCI bus id', field: 'search' },
          {
            flags: '-s, --state <states>',
            help: 'in these states',
            type: 'list',
            choices: DEVICE_STATES,
            field: 'states',
          },
          {
            flags: '--missing <yes|no>',
            help: 'those that the agent no longer finds only, or the others only',
            type: 'yesNo',
            field: 'missing',
          },
          limit,
        ],
        example: 'berth device list --host gpu-1 -o wide\nberth device list --state disabled,unreadable',
      }),
      row('limits <uuid>', 'how many jobs may share it', 'PUT /devices/{}/limits', {
        kinds: ['device'],
        view: HOST,
        options: LIMITS,
        done: 'limits of {} are set',
        example: 'berth device limits GPU-5f1c --training 1 --inference 3',
      }),
      row('disable <uuid>', 'take it out of use', 'PUT /devices/{}/state', {
        kinds: ['device'],
        view: HOST,
        options: [{ ...reason, required: true }],
        body: { state: 'DISABLED' },
        done: '{} is disabled',
        example: 'berth device disable GPU-5f1c --reason "ECC errors"',
      }),
      row('enable <uuid>', 'use it again', 'PUT /devices/{}/state', {
        kinds: ['device'],
        view: HOST,
        options: [reason],
        body: { state: 'AVAILABLE' },
        done: '{} is enabled',
        example: 'berth device enable GPU-5f1c',
      }),
    ],
  },
];
