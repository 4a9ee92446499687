import type { CommandSpec } from '../command.js';
import { FREE_WINDOW, RESERVATION } from '../output/reservation.views.js';
import { historyOf, limit, PROJECT, reason, sort } from './options.js';

import { DEVICES, POOL, FROM, UNTIL, FOR, TITLE, SHARED, GPUS, REPEAT } from './reservation-options.js';

const STATES = ['RESERVED', 'ACTIVE', 'COMPLETED', 'RELEASED', 'CANCELLED', 'NO_SHOW', 'HOLDER_INELIGIBLE'];

const reservation: CommandSpec = {
  name: 'reservation',
  aliases: ['res'],
  summary: 'reservations: list, show, change, extend, release, cancel, history',
  example: 'berth reservation list -u @me',
  commands: [
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'reservations, by when they begin',
      options: [
        {
          flags: '-s, --state <states>',
          help: 'in these states',
          type: 'list',
          choices: STATES,
          field: 'states',
        },
        { flags: '--from <time>', help: 'that end after', type: 'time', field: 'from' },
        { flags: '--until <time>', help: 'that begin before', type: 'time', field: 'until' },
        { flags: '--as-of <time>', help: 'as they were at that time', type: 'past', field: 'asOf' },
        {
          flags: '-u, --user <user>',
          help: 'of a user; @me is you',
          field: 'user',
          kind: 'user',
          resolve: true,
        },
        {
          flags: '-p, --project <project>',
          help: 'of a project',
          field: 'project',
          kind: 'project',
          resolve: true,
        },
        { flags: '--pool <pool>', help: 'of a pool', field: 'pool', kind: 'pool', resolve: true },
        { flags: '--device <uuid>', help: 'of a device', field: 'device', kind: 'device', resolve: true },
        { flags: '--search <text>', help: 'whose title begins so', field: 'search' },
        sort,
        limit,
      ],
      example: "berth reservation list --state active,reserved --from now --until 'in 1w'",
      rest: { method: 'GET', path: '/reservations', paged: true, view: RESERVATION },
    },
    {
      name: 'show',
      summary: 'one reservation, with its warnings',
      args: '<reservation...>',
      kinds: ['reservation'],
      options: [{ flags: '--as-of <time>', help: 'as it was at that time', type: 'past', field: 'asOf' }],
      example: 'berth reservation show night-runs\nberth reservation show night-runs --as-of 2d',
      rest: { method: 'GET', path: '/reservations/{}', view: RESERVATION },
    },
    {
      name: 'change',
      summary: 'move it, or change its devices or title',
      args: '<reservation>',
      kinds: ['reservation'],
      options: [FROM, UNTIL, ...GPUS, DEVICES, TITLE, reason],
      example: "berth reservation change night-runs --until 'tomorrow 9:00'",
      rest: { method: 'PATCH', path: '/reservations/{}', view: RESERVATION, done: '{} is changed' },
    },
    {
      name: 'extend',
      summary: 'lengthen it',
      args: '<reservation>',
      kinds: ['reservation'],
      options: [
        {
          flags: '--by <duration>',
          help: 'by how much, such as 1h',
          type: 'minutes',
          field: 'minutes',
          required: true,
        },
        reason,
      ],
      example: 'berth reservation extend night-runs --by 1h',
      rest: { method: 'POST', path: '/reservations/{}/extend', view: RESERVATION, done: '{} is extended' },
    },
    {
      name: 'release',
      summary: 'give the devices back before the end',
      args: '<reservation...>',
      kinds: ['reservation'],
      options: [reason],
      example: 'berth reservation release night-runs',
      rest: { method: 'POST', path: '/reservations/{}/release', view: RESERVATION, done: '{} is released' },
    },
    {
      name: 'cancel',
      summary: 'cancel it before it begins',
      args: '<reservation...>',
      kinds: ['reservation'],
      options: [
        {
          flags: '--rest-of-series',
          help: 'and those that repeat it later',
          type: 'flag',
          field: 'restOfSeries',
        },
        reason,
      ],
      example: 'berth reservation cancel night-runs --rest-of-series',
      rest: {
        method: 'POST',
        path: '/reservations/{}/cancel',
        member: 'reservation',
        view: RESERVATION,
        done: '{} is cancelled',
      },
    },
    historyOf('reservation', ['reservation'], 'berth reservation history night-runs'),
  ],
};

export const reservationCommands: readonly CommandSpec[] = [
  {
    name: 'free',
    summary: 'when and where GPUs are free',
    options: [
      ...GPUS,
      DEVICES,
      FOR,
      FROM,
      UNTIL,
      { ...POOL, resolve: true },
      { flags: '--one-host', help: 'all on one host', type: 'flag', field: 'oneHost' },
      { flags: '--limit <number>', help: 'at most so many windows', type: 'integer', field: 'limit' },
    ],
    example: "berth free --gpus 4 --for 8h --from 'tomorrow 9:00'",
    rest: {
      method: 'GET',
      path: '/availability',
      member: 'windows',
      view: FREE_WINDOW,
      body: { durationMinutes: 60 },
    },
  },
  {
    name: 'ssh',
    summary: 'a shell on the host of your active reservation, or a command there',
    args: '[reservation] [command...]',
    kinds: ['reservation'],
    options: [{ flags: '--host <hostname>', help: 'which of its hosts' }],
    example: 'berth ssh\nberth ssh night-runs nvidia-smi',
    passThrough: true,
    uses: ['GET /reservations/{}'],
    load: () => import('./ssh.js'),
  },
  {
    name: 'book',
    summary: 'reserve GPUs from one time to another',
    options: [PROJECT, ...GPUS, DEVICES, FROM, UNTIL, FOR, POOL, TITLE, SHARED, ...REPEAT, reason],
    example:
      "berth book --gpus 2 --from 'tomorrow 9:00' --for 8h\nberth book --gpus 1 --from 'mon 18:00' --for 12h --repeat week --times 4",
    rest: {
      method: 'POST',
      path: '/reservations',
      member: 'reservations',
      view: RESERVATION,
      zoneField: 'repeat.timeZone',
    },
  },
  reservation,
  {
    name: 'calendar',
    summary: 'who has which devices when, in a pool',
    args: '[pool]',
    kinds: ['pool'],
    options: [
      { flags: '--from <time>', help: 'from when on (now)' },
      { flags: '--until <time>', help: 'until when' },
      { flags: '--week', help: 'a week in place of a day' },
    ],
    example: 'berth calendar default --week',
    uses: ['GET /pools/{}/calendar'],
    load: () => import('./calendar.js'),
  },
];
