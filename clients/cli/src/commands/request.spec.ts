import type { CommandSpec } from '../command.js';
import { DECISION, INBOX, REQUEST, RESERVATION, WAITLIST_ENTRY } from '../output/reservation.views.js';
import { createdBetween, limit, PROJECT, reason, sort } from './options.js';

import { DEVICES, POOL, TITLE, SHARED, NEEDED_BY, GPUS, FOR } from './reservation-options.js';

const REQUEST_STATES = [
  'AWAITING_APPROVAL',
  'WAITING',
  'APPROVED',
  'FULFILLED',
  'REJECTED',
  'WITHDRAWN',
  'CLOSED',
];

const request: CommandSpec = {
  name: 'request',
  summary: 'requests for GPUs, and the inbox of those who decide',
  example: 'berth request list --state awaiting_approval',
  commands: [
    {
      name: 'create',
      summary: 'ask for GPUs; a reservation is made when it is approved and there is room',
      options: [
        PROJECT,
        ...GPUS,
        { ...FOR, required: true },
        POOL,
        { flags: '--not-before <time>', help: 'not earlier', type: 'time', field: 'notBefore' },
        NEEDED_BY,
        { ...reason, help: 'why; those who decide read it', required: true },
        TITLE,
        SHARED,
      ],
      example: 'berth request create --gpus 4 --model A100 --for 2d --reason "last run for the paper"',
      rest: { method: 'POST', path: '/requests', view: REQUEST },
    },
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'requests, and jobs that wait for approval',
      options: [
        {
          flags: '-s, --state <states>',
          help: 'in these states',
          type: 'list',
          choices: REQUEST_STATES,
          field: 'states',
        },
        { flags: '--mine', help: 'your own', type: 'flag', field: 'mine' },
        { flags: '--pool <pool>', help: 'of a pool', field: 'pool', kind: 'pool', resolve: true },
        {
          flags: '-p, --project <project>',
          help: 'of a project',
          field: 'project',
          kind: 'project',
          resolve: true,
        },
        {
          flags: '-u, --user <user>',
          help: 'of a user; @me is you',
          field: 'user',
          kind: 'user',
          resolve: true,
        },
        { flags: '--kind <kind>', help: 'of a kind', choices: ['REQUEST', 'JOB'], field: 'kind' },
        ...createdBetween(),
        sort,
        limit,
      ],
      example: 'berth request list --mine',
      rest: { method: 'GET', path: '/requests', paged: true, view: INBOX },
    },
    {
      name: 'show',
      summary: 'one request',
      args: '<request...>',
      kinds: ['request'],
      example: 'berth request show 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      rest: { method: 'GET', path: '/requests/{}', view: REQUEST },
    },
    {
      name: 'approve',
      summary: 'approve requests and jobs',
      args: '<id...>',
      kinds: ['request'],
      options: [reason],
      example: 'berth request approve 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      rest: {
        method: 'POST',
        path: '/requests/decide',
        argsField: 'ids',
        body: { decision: 'APPROVE' },
        member: 'decisions',
        view: DECISION,
      },
    },
    {
      name: 'reject',
      summary: 'reject requests and jobs',
      args: '<id...>',
      kinds: ['request'],
      options: [{ ...reason, required: true }],
      example: 'berth request reject 3Z8V5QBV2XFKB24GS1KPEX3FR1 --reason "after the deadline"',
      rest: {
        method: 'POST',
        path: '/requests/decide',
        argsField: 'ids',
        body: { decision: 'REJECT' },
        member: 'decisions',
        view: DECISION,
      },
    },
    {
      name: 'withdraw',
      summary: 'withdraw your own',
      args: '<request...>',
      kinds: ['request'],
      options: [reason],
      example: 'berth request withdraw 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      rest: { method: 'POST', path: '/requests/{}/withdraw', view: REQUEST, done: '{} is withdrawn' },
    },
  ],
};

const waitlist: CommandSpec = {
  name: 'waitlist',
  summary: 'waiting lists: join, list, leave, accept or decline an offer',
  example: 'berth waitlist join --gpus 2 --for 4h',
  commands: [
    {
      name: 'join',
      summary: 'wait for devices that are not free now',
      options: [
        PROJECT,
        ...GPUS,
        DEVICES,
        { ...FOR, required: true },
        POOL,
        NEEDED_BY,
        TITLE,
        SHARED,
        reason,
      ],
      example: 'berth waitlist join --gpus 2 --model A100 --for 4h',
      rest: { method: 'POST', path: '/waitlist', view: WAITLIST_ENTRY },
    },
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'who waits in a pool, in order',
      args: '<pool>',
      kinds: ['pool'],
      example: 'berth waitlist list default',
      rest: { method: 'GET', path: '/pools/{}/waitlist', member: 'entries', view: WAITLIST_ENTRY },
    },
    {
      name: 'leave',
      summary: 'wait no longer',
      args: '<entry...>',
      kinds: ['id'],
      options: [reason],
      example: 'berth waitlist leave 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      rest: { method: 'DELETE', path: '/waitlist/{}', done: '{} waits no longer' },
    },
    {
      name: 'accept',
      summary: 'take what is offered',
      args: '<entry> <offer>',
      kinds: ['id', 'id'],
      example: 'berth waitlist accept 3Z8V5QBV2XFKB24GS1KPEX3FR1 1BP5KH3DGA4APB533B0Y6APM1R',
      rest: {
        method: 'POST',
        path: '/waitlist/{}/offers/{}/accept',
        member: 'reservation',
        view: RESERVATION,
      },
    },
    {
      name: 'decline',
      summary: 'leave what is offered to others',
      args: '<entry> <offer>',
      kinds: ['id', 'id'],
      example: 'berth waitlist decline 3Z8V5QBV2XFKB24GS1KPEX3FR1 1BP5KH3DGA4APB533B0Y6APM1R',
      rest: { method: 'POST', path: '/waitlist/{}/offers/{}/decline', done: 'offer {} is declined' },
    },
  ],
};

export const requestCommands: readonly CommandSpec[] = [request, waitlist];
