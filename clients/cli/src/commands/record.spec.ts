import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { COMPARISON, PARKED, PROCESS } from '../output/host.views.js';
import { CHARGE, PRICE, USAGE } from '../output/people.views.js';
import { historyOf, limit, sort } from './options.js';
import { row } from './row.js';

const ofProject: OptionSpec = {
  flags: '-p, --project <project>',
  help: 'of a project',
  field: 'project',
  kind: 'project',
  resolve: true,
};

const ENTITY: OptionSpec = {
  flags: '--entity <kind>',
  help: 'what the id is of, where no search finds it: grant, quota, price, schedule, array, policy',
  field: 'entity',
};

const KINDS = ['JOB', 'HOST', 'POOL', 'USER', 'PROJECT', 'RESERVATION', 'WORKFLOW'];

export const recordCommands: readonly CommandSpec[] = [
  {
    name: 'search',
    summary: 'jobs, hosts, pools, users, projects, reservations and workflows by name or id',
    args: '<text>',
    options: [
      { flags: '--kind <kinds>', help: 'of these kinds', type: 'list', choices: KINDS, field: 'kinds' },
      {
        flags: '--limit <number>',
        help: 'of each kind at most so many (5)',
        type: 'integer',
        field: 'limit',
      },
    ],
    example: 'berth search train\nberth search --kind job,workflow nightly',
    uses: ['GET /search'],
    load: () => import('./search.js'),
  },
  row('usage', 'how much was used, and what it cost', 'GET /usage', {
    items: true,
    view: USAGE,
    body: { by: 'USER' },
    options: [
      { flags: '--by <what>', help: 'for each', choices: ['USER', 'PROJECT', 'MODEL'], field: 'by' },
      { flags: '--from <time>', help: 'from when on', type: 'time', field: 'from' },
      { flags: '--to <time>', help: 'until when', type: 'time', field: 'to' },
      ofProject,
    ],
    example: 'berth usage --by project --from 2026-11-01 --to 2026-12-01',
  }),
  row('charges', 'what each run and reservation cost', 'GET /charges', {
    paged: true,
    view: CHARGE,
    options: [
      { flags: '--month <month>', help: 'such as 2026-11', field: 'month' },
      { flags: '--from <time>', help: 'or from when on', type: 'past', field: 'from' },
      { flags: '--to <time>', help: 'until when', type: 'past', field: 'to' },
      { flags: '--job <job>', help: 'of a job', field: 'job', kind: 'job', resolve: true },
      {
        flags: '--reservation <reservation>',
        help: 'of a reservation',
        field: 'reservation',
        kind: 'reservation',
        resolve: true,
      },
      {
        flags: '-u, --user <user>',
        help: 'of a user; @me is you',
        field: 'user',
        kind: 'user',
        resolve: true,
      },
      ofProject,
      sort,
      limit,
    ],
    example: 'berth charges --month 2026-11 --user @me\nberth charges --from 1d --sort oldest',
  }),
  {
    name: 'price',
    summary: 'prices of device models: set, list',
    example: 'berth price set --model A100 --amount 2.50',
    commands: [
      row('set', 'set a price from now on, or later', 'POST /prices', {
        view: PRICE,
        options: [
          {
            flags: '--amount <amount>',
            help: 'an hour of one device',
            type: 'money',
            field: 'microsPerHour',
            required: true,
          },
          { flags: '--currency <code>', help: 'such as EUR', field: 'currency' },
          { flags: '--model <name>', help: 'of a model; CPU for jobs without a GPU', field: 'model' },
          { flags: '--pool <pool>', help: 'in a pool', field: 'poolId', kind: 'pool', resolve: true },
          { flags: '--from <time>', help: 'from when on', type: 'time', field: 'from' },
        ],
        example: 'berth price set --model A100 --amount 2.50 --currency EUR',
      }),
      row('list', 'prices, those that held too', 'GET /prices', {
        paged: true,
        view: PRICE,
        options: [
          { flags: '--pool <pool>', help: 'of a pool', field: 'pool', kind: 'pool', resolve: true },
          limit,
        ],
        example: 'berth price list',
      }),
    ],
  },
  {
    name: 'audit',
    summary: 'the record: every event of anything, and what was known at a time',
    example: 'berth audit history 3Z8V5QBV2XFKB24GS1KPEX3FR1',
    commands: [
      historyOf(
        'thing',
        ['thing'],
        'berth audit history train-7 -o wide\nberth audit history 3Z8V5QBV2XFKB24GS1KPEX3FR1 --entity grant --limit 500 -o json',
        [ENTITY],
      ),
      {
        name: 'at',
        summary: 'a reservation as it was at a time; of anything else every event until then',
        args: '<time> <thing>',
        kinds: ['id', 'thing'],
        options: [ENTITY],
        example: "berth audit at '2026-12-01 09:00' 3Z8V5QBV2XFKB24GS1KPEX3FR1\nberth audit at 2d train-7",
        uses: ['GET /history/{}', 'GET /reservations/{}'],
        load: () => import('./audit-at.js'),
      },
    ],
  },
  row('simulate', 'a workload under several policies, side by side', 'POST /simulations', {
    member: 'comparisons',
    view: COMPARISON,
    options: [
      {
        flags: '-f, --file <file>',
        help: 'policies, workload and cluster as YAML or JSON',
        type: 'file',
        required: true,
      },
      { flags: '--pool <pool>', help: 'with the hosts of a pool', field: 'pool', kind: 'pool' },
    ],
    example: 'berth simulate -f policies.yaml --timeout 5m',
  }),
  {
    name: 'parked',
    summary: 'events that could not be processed: list, replay, drop',
    example: 'berth parked list scheduler',
    commands: [
      row('list <service>', 'those of a service', 'GET /services/{}/parked', {
        kinds: ['service'],
        paged: true,
        view: PARKED,
        options: [limit],
        example: 'berth parked list scheduler',
      }),
      row('replay <service> <id>', 'process one again', 'POST /services/{}/parked/{}/replay', {
        kinds: ['service', 'id'],
        done: '{} is replayed',
        example: 'berth parked replay scheduler 42',
      }),
      row('drop <service> <id>', 'leave one out for good', 'DELETE /services/{}/parked/{}', {
        kinds: ['service', 'id'],
        confirm: 'Leave out {} for good?',
        done: '{} is dropped',
        example: 'berth parked drop scheduler 42 --yes',
      }),
      row(
        'processes <service>',
        'what works on events in a service, and how far it is',
        'GET /services/{}/processes',
        {
          kinds: ['service'],
          items: true,
          view: PROCESS,
          example: 'berth parked processes scheduler',
        },
      ),
    ],
  },
];
