import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { JOIN_TOKEN, MAINTENANCE, POLICY, POOL, QUEUE, SHARES } from '../output/host.views.js';
import { SECRET } from '../output/people.views.js';
import { historyOf, limit, reason, sort } from './options.js';
import { row } from './row.js';
import { REPEAT } from './reservation-options.js';

const ofPool: OptionSpec = {
  flags: '--pool <pool>',
  help: 'of a pool',
  field: 'pool',
  kind: 'pool',
  resolve: true,
};

const POOL_MEMBERS: readonly OptionSpec[] = [
  { flags: '--approval <yes|no>', help: 'whether jobs must be approved', type: 'yesNo', field: 'approval' },
  {
    flags: '--max-queued <number>',
    help: 'queued jobs of one user',
    type: 'integer',
    field: 'maxQueuedPerUser',
  },
  { flags: '--price-label <text>', help: 'shown beside prices', field: 'priceLabel' },
  { flags: '--description <text>', help: 'what it is for', field: 'description' },
];

export const poolCommands: readonly CommandSpec[] = [
  {
    name: 'pool',
    summary: 'pools: list, show, create, update, policy, queue, fair shares',
    example: 'berth pool queue default',
    commands: [
      row('list', 'pools', 'GET /pools', {
        paged: true,
        view: POOL,
        options: [{ flags: '--search <text>', help: 'with this in the name', field: 'search' }, limit],
        example: 'berth pool list',
      }),
      row('show <pool...>', 'one pool', 'GET /pools/{}', {
        kinds: ['pool'],
        view: POOL,
        example: 'berth pool show default',
      }),
      row('create <name>', 'make a pool', 'POST /pools', {
        argsField: 'name',
        view: POOL,
        options: POOL_MEMBERS,
        example: 'berth pool create training --approval yes',
      }),
      row('update <pool>', 'change a pool', 'PATCH /pools/{}', {
        kinds: ['pool'],
        view: POOL,
        options: [{ flags: '--name <name>', help: 'name', field: 'name' }, ...POOL_MEMBERS],
        done: '{} is changed',
        example: 'berth pool update default --approval no',
      }),
      row('policy <pool>', 'who gets what, when', 'GET /pools/{}/policy', {
        kinds: ['pool'],
        view: POLICY,
        example: 'berth pool policy default -o yaml > policy.yaml',
      }),
      row('set-policy <pool>', 'change it, from a file or by options', 'PATCH /pools/{}/policy', {
        kinds: ['pool'],
        view: POLICY,
        options: [
          {
            flags: '-f, --file <file>',
            help: 'members of the policy as YAML or JSON; - for standard input',
            type: 'file',
          },
          {
            flags: '--order <order>',
            help: 'order of the queue',
            choices: ['STRICT', 'FAIR_SHARE'],
            field: 'order',
          },
          {
            flags: '--backfill <yes|no>',
            help: 'small jobs may go ahead where they delay none',
            type: 'yesNo',
            field: 'backfill',
          },
          {
            flags: '--placement <strategy>',
            help: 'which devices',
            choices: ['PACK', 'SPREAD', 'LEAST_FRAGMENTATION'],
            field: 'placement',
          },
          reason,
        ],
        done: 'the policy of {} is changed',
        example: 'berth pool set-policy default --order fair_share --backfill yes',
      }),
      row('queue <pool>', 'its queue, in order', 'GET /pools/{}/queue', {
        kinds: ['pool'],
        paged: true,
        view: QUEUE,
        options: [limit],
        example: 'berth pool queue default',
      }),
      row(
        'shares <pool>',
        'what projects have used of what they are entitled to',
        'GET /pools/{}/fair-shares',
        {
          kinds: ['pool'],
          member: 'projects',
          view: SHARES,
          example: 'berth pool shares default',
        },
      ),
      historyOf('pool', ['pool'], 'berth pool history default'),
    ],
  },
  {
    name: 'maintenance',
    summary: 'maintenance of hosts: list, set, show, cancel',
    example: "berth maintenance set --hosts gpu-1 --from 'sat 8:00' --for 4h --reason firmware",
    commands: [
      row('list', 'maintenance of hosts that you may use', 'GET /maintenance', {
        paged: true,
        view: MAINTENANCE,
        options: [
          ofPool,
          { flags: '--host <host>', help: 'of this host', field: 'host', kind: 'host', resolve: true },
          { flags: '--series <id>', help: 'of this series', field: 'series' },
          {
            flags: '-s, --state <states>',
            help: 'with these states',
            type: 'list',
            choices: ['SET', 'COMPLETED', 'CANCELLED'],
            field: 'states',
          },
          { flags: '--from <time>', help: 'that ends after this', type: 'time', field: 'from' },
          { flags: '--until <time>', help: 'that begins before this', type: 'time', field: 'until' },
          sort,
          limit,
        ],
        example: 'berth maintenance list --state set --sort oldest\nberth maintenance list --host gpu-1',
      }),
      row('set', 'keep hosts free for a while', 'POST /maintenance', {
        member: 'maintenance',
        view: MAINTENANCE,
        zoneField: 'repeat.timeZone',
        options: [
          {
            flags: '--pool <pool>',
            help: 'pool of the hosts',
            field: 'pool',
            kind: 'pool',
            setting: 'pool',
            required: true,
          },
          {
            flags: '--hosts <hosts>',
            help: 'which hosts',
            type: 'list',
            field: 'hosts',
            kind: 'host',
            resolve: true,
            wrap: 'hostId',
            required: true,
          },
          { flags: '--from <time>', help: 'when it begins', type: 'time', field: 'from' },
          { flags: '--until <time>', help: 'when it ends', type: 'time', field: 'until' },
          { flags: '--for <duration>', help: 'how long', type: 'minutes', field: 'durationMinutes' },
          ...REPEAT,
          { ...reason, required: true },
        ],
        example:
          "berth maintenance set --pool default --hosts gpu-1,gpu-2 --from 'sat 8:00' --for 4h --reason firmware",
      }),
      row('show <maintenance>', 'one maintenance', 'GET /maintenance/{}', {
        view: MAINTENANCE,
        example: 'berth maintenance show 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      }),
      row('cancel <maintenance>', 'let jobs run there again', 'DELETE /maintenance/{}', {
        member: 'maintenance',
        view: MAINTENANCE,
        options: [
          {
            flags: '--rest-of-series',
            help: 'and those that repeat it later',
            type: 'flag',
            field: 'restOfSeries',
          },
        ],
        example: 'berth maintenance cancel 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      }),
    ],
  },
  {
    name: 'join-token',
    summary: 'tokens with which hosts join: create, list, revoke',
    example: 'berth join-token create --pool default',
    commands: [
      row('create', 'make one; it is shown once', 'POST /join-tokens', {
        view: SECRET,
        options: [
          {
            flags: '--pool <pool>',
            help: 'pool of the hosts',
            field: 'poolId',
            kind: 'pool',
            setting: 'pool',
            resolve: true,
            required: true,
          },
          { flags: '--for <duration>', help: 'how long it is good', type: 'hours', field: 'expiresInHours' },
          { flags: '--max-uses <number>', help: 'for so many hosts', type: 'integer', field: 'maxUses' },
        ],
        example: 'berth join-token create --pool default --for 1d --max-uses 4 -o name',
      }),
      row('list', 'those that there are', 'GET /join-tokens', {
        items: true,
        view: JOIN_TOKEN,
        options: [
          ofPool,
          {
            flags: '-s, --state <states>',
            help: 'in these states',
            type: 'list',
            choices: ['ACTIVE', 'EXPIRED', 'USED_UP', 'REVOKED'],
            field: 'states',
          },
          { ...sort, help: 'by when they expire' },
        ],
        example: 'berth join-token list --state active',
      }),
      row('revoke <id...>', 'no host joins with it any more', 'DELETE /join-tokens/{}', {
        kinds: ['joinToken'],
        done: '{} is revoked',
        example: 'berth join-token revoke 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      }),
    ],
  },
];
