import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { GRANT, QUOTA } from '../output/people.views.js';
import { createdBetween, limit, reason, sort } from './options.js';
import { row } from './row.js';

const FILTERS: readonly OptionSpec[] = [
  { flags: '-u, --user <user>', help: 'of a user; @me is you', field: 'user', kind: 'user', resolve: true },
  {
    flags: '-p, --project <project>',
    help: 'of a project',
    field: 'project',
    kind: 'project',
    resolve: true,
  },
  { flags: '--pool <pool>', help: 'of a pool', field: 'pool', kind: 'pool', resolve: true },
];

export const grantCommands: readonly CommandSpec[] = [
  {
    name: 'grant',
    summary: 'grants: who may use which pool or device',
    example: 'berth grant create --user ada --pool default',
    commands: [
      row('create', 'let a user or a project use a pool or a device', 'POST /grants', {
        view: GRANT,
        options: [
          { flags: '-u, --user <user>', help: 'who', field: 'userId', kind: 'user', resolve: true },
          {
            flags: '-p, --project <project>',
            help: 'or which project',
            field: 'projectId',
            kind: 'project',
            resolve: true,
          },
          {
            flags: '--pool <pool>',
            help: 'which pool',
            field: 'poolId',
            kind: 'pool',
            setting: 'pool',
            resolve: true,
            required: true,
          },
          {
            flags: '--device <uuid>',
            help: 'this device of it alone',
            field: 'deviceUuid',
            kind: 'device',
            resolve: true,
          },
          { flags: '--priority <number>', help: '0 (first) to 2 (last)', type: 'integer', field: 'priority' },
          { flags: '--max-time <duration>', help: 'time limit of a job', type: 'hours', field: 'maxHours' },
          {
            flags: '--time-multiplier <number>',
            help: 'of the time limit',
            type: 'number',
            field: 'timeMultiplier',
          },
        ],
        example: 'berth grant create --project digits --pool default --max-time 24h',
      }),
      row('list', 'grants', 'GET /grants', {
        paged: true,
        view: GRANT,
        options: [
          ...FILTERS,
          {
            flags: '--status <status>',
            help: 'of a status',
            choices: ['ACTIVE', 'REVOKED'],
            field: 'status',
          },
          ...createdBetween(),
          sort,
          limit,
        ],
        example: 'berth grant list --user ada --status active',
      }),
      row('revoke <grant...>', 'take it back', 'DELETE /grants/{}', {
        kinds: ['grant'],
        done: '{} is revoked',
        example: 'berth grant revoke 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      }),
    ],
  },
  {
    name: 'quota',
    summary: 'quotas: how much a user or project may use at once',
    example: 'berth quota set --user ada --gpus 4',
    commands: [
      row('set', 'set limits; those that are not given stay as they are', 'PUT /quotas', {
        view: QUOTA,
        options: [
          { flags: '-u, --user <user>', help: 'of a user', field: 'user', kind: 'user', resolve: true },
          {
            flags: '-p, --project <project>',
            help: 'of a project',
            field: 'project',
            kind: 'project',
            resolve: true,
          },
          { flags: '--pool <pool>', help: 'in a pool', field: 'pool', kind: 'pool', resolve: true },
          { flags: '--gpus <number>', help: 'GPUs', type: 'integer', field: 'gpus' },
          { flags: '--vcpus <number>', help: 'processor cores', type: 'number', field: 'vcpus' },
          { flags: '--ram <gb>', help: 'main memory in GB', type: 'number', field: 'ramGb' },
          {
            flags: '--borrow <yes|no>',
            help: 'whether idle devices may be used beyond it',
            type: 'yesNo',
            field: 'borrow',
          },
          reason,
        ],
        example: 'berth quota set --project digits --pool default --gpus 8 --borrow yes',
      }),
      row('list', 'quotas, with what is used', 'GET /quotas', {
        items: true,
        view: QUOTA,
        options: FILTERS,
        example: 'berth quota list --user @me',
      }),
      row('remove <quota>', 'no limit any more', 'DELETE /quotas/{}', {
        kinds: ['quota'],
        options: [reason],
        done: '{} is removed',
        example: 'berth quota remove 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      }),
    ],
  },
];
