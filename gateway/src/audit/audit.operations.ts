import { z } from 'zod';
import {
  dropParked,
  historyQuery,
  parkedQuery,
  PROCESS_KINDS,
  PROCESS_STATES,
  processesQuery,
  replayParked,
  type HistoryEntry,
  type ParkedView,
  type ProcessView,
} from '@berth/contracts/history';
import { SERVICES, type ServiceName } from '@berth/contracts/services';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { ListSortEnum } from '../graphql/list-sort.js';
import { fromGlobalId, plainIdOf } from '../graphql/ids.js';
import { asSuccess, defineMutation } from '../graphql/mutation.js';
import { ActorType } from './actor.type.js';

const Entry = builder.objectRef<HistoryEntry>('HistoryEntry').implement({
  description: 'One recorded event of an entity. Encrypted values are shown as `sealed`.',
  fields: (t) => ({
    eventId: t.exposeString('eventId', { description: 'Id of the event.' }),
    type: t.exposeString('type', { description: 'Name of the event type with its version.' }),
    service: t.exposeString('service', { description: 'Service that recorded it.' }),
    revision: t.exposeInt('revision', { description: 'Number of the event within the entity, from 0.' }),
    position: t.exposeString('position', { description: 'Position in the log of the service.' }),
    recordedAt: t.field({
      type: 'DateTime',
      description: 'When it was recorded.',
      resolve: (entry) => entry.recordedAt,
    }),
    actor: t.field({
      type: ActorType,
      description: 'Who caused the event.',
      resolve: (entry) => entry.actor,
    }),
    command: t.exposeString('command', { description: 'Name of the command.' }),
    commandId: t.exposeString('commandId', { description: 'Id of the command.' }),
    causationId: t.exposeString('causationId', { description: 'Id of the event or command that caused it.' }),
    correlationId: t.exposeString('correlationId', {
      description: 'Shared by everything that one request caused.',
    }),
    data: t.field({ type: 'JSON', description: 'Data of the event.', resolve: (entry) => entry.data }),
  }),
});

const Parked = builder.objectRef<ParkedView>('ParkedMessage').implement({
  description: 'An event that could not be handled and waits for an operator.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Id for replaying or dropping it.' }),
    service: t.exposeString('service', { description: 'Service that could not handle it.' }),
    source: t.exposeString('source', { description: 'Service that published the event.' }),
    consumer: t.exposeString('consumer', { description: 'Which consumer or process manager.' }),
    entity: t.exposeString('entity', {
      description: 'Entity of the event; later events of the same entity wait behind it.',
    }),
    eventId: t.exposeString('eventId', { description: 'Id of the event.' }),
    eventType: t.exposeString('eventType', { description: 'Its wire name.' }),
    error: t.exposeString('error', { description: 'Why it could not be handled.' }),
    attempts: t.exposeInt('attempts', {
      description: 'Number of attempts; 0 if it waits behind another message.',
    }),
    parkedAt: t.field({
      type: 'DateTime',
      description: 'Waiting since.',
      resolve: (message) => message.parkedAt,
    }),
  }),
});

const ServiceEnum = enumOf('Service', {
  description: 'Services of Berth.',
  values: SERVICES,
});

/** The service that records the events of an entity; nodes name their type in the id. */
const SERVICE_OF_ENTITY: { readonly [entity: string]: ServiceName } = {
  user: 'auth',
  project: 'auth',
  session: 'auth',
  apiToken: 'auth',
  host: 'inventory',
  pool: 'inventory',
  grant: 'inventory',
  joinToken: 'inventory',
  job: 'scheduler',
  calendar: 'scheduler',
  reservation: 'scheduler',
  maintenance: 'scheduler',
  array: 'scheduler',
  workflow: 'scheduler',
  schedule: 'scheduler',
  price: 'billing',
  charge: 'billing',
};

/** Name of the entity in the log. GraphQL calls arrays JobArray, because Array would suggest a list. */
const entityOf = (type: string): string =>
  type === 'JobArray' ? 'array' : `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

const ProcessKind = enumOf('ProcessKind', {
  description:
    "What processes events: a projection, a process manager, a consumer of another service's events, or the relay to the bus.",
  values: PROCESS_KINDS,
});
const ProcessState = enumOf('ProcessState', {
  description: 'Its status; RETRYING, HALTED and REFUSED need attention.',
  values: PROCESS_STATES,
});

const Process = builder.objectRef<ProcessView>('Process').implement({
  description:
    'A component of a service that processes events: its lag, its parked messages and its last error.',
  fields: (t) => ({
    service: t.exposeString('service', { description: 'Which service it is part of.' }),
    name: t.exposeString('name', { description: 'Unique within its service and kind.' }),
    kind: t.field({ type: ProcessKind, description: 'Its kind.', resolve: ({ kind }) => kind }),
    source: t.exposeString('source', { description: 'Service whose events it processes.' }),
    state: t.field({ type: ProcessState, description: 'Its state.', resolve: ({ state }) => state }),
    behindEvents: t.exposeInt('behindEvents', {
      description: 'Number of events that it has not processed yet.',
    }),
    atLeast: t.exposeBoolean('atLeast', {
      description: 'Whether `behindEvents` and `behindSeconds` are lower bounds.',
    }),
    behindSeconds: t.exposeFloat('behindSeconds', {
      description: 'Age of the oldest unprocessed event in seconds.',
    }),
    parked: t.exposeInt('parked', {
      description: 'Number of parked messages, including those that wait behind another.',
    }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'Message of its last error, which may be resolved.',
    }),
    lastErrorAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last error occurred.',
      resolve: ({ lastErrorAt }) => lastErrorAt,
    }),
  }),
});

builder.queryFields((t) => ({
  processes: t.field({
    type: [Process],
    description:
      'What processes events in a service: projections, process managers, consumers and the relay. Requires staff (admin or operator).',
    args: { service: t.arg({ type: ServiceEnum, required: true, description: 'Which service.' }) },
    resolve: async (_root, { service }, { calls }) =>
      (await calls.query(processesQuery(service), {})).processes,
  }),
  history: t.connection(
    {
      type: Entry,
      description:
        'Every event of an entity with actor, time, command and cause. Members can read that of their own entities, auditors that of all. With filters a page looks at some 10000 events: it may have fewer items than requested, and `endCursor` leads on.',
      args: {
        id: t.arg.id({ required: true, description: 'A node id, or a plain id together with `entity`.' }),
        entity: t.arg.string({
          description:
            'user, project, host, pool, grant, job, array, workflow, schedule, request, reservation, maintenance, calendar or policy (of a pool), quota, accounts (of a host), price or charge.',
        }),
        types: t.arg.stringList({
          description: 'Names of events, whole or the event alone: `scheduler.job.placed.v1` or `placed`.',
        }),
        user: t.arg.id({ description: 'What this user did, also by a token.' }),
        from: t.arg({ type: 'DateTime', description: 'Recorded then or later.' }),
        until: t.arg({ type: 'DateTime', description: 'Recorded before then.' }),
        sort: t.arg({ type: ListSortEnum, description: 'Order; default: OLDEST.' }),
      },
      resolve: async (_root, { id, entity, types, user, from, until, sort, ...page }, { calls }) => {
        const node = fromGlobalId(String(id));
        const kind = entity ?? (node ? entityOf(node.type) : 'job');
        const operation = historyQuery(SERVICE_OF_ENTITY[kind] ?? 'scheduler');
        return queryConnection(calls, operation, page, {
          entity: kind,
          id: node?.id ?? String(id),
          types,
          userId: plainIdOf(user),
          from,
          until,
          sort,
        });
      },
    },
    ...connectionNames('HistoryEntry'),
  ),
  parked: t.connection(
    {
      type: Parked,
      description: 'Messages that a service could not handle. Requires staff (admin or operator).',
      args: { service: t.arg({ type: ServiceEnum, required: true, description: 'Which service.' }) },
      resolve: async (_root, { service, ...page }, { calls }) =>
        queryConnection(calls, parkedQuery(service), page),
    },
    ...connectionNames('ParkedMessage'),
  ),
}));

const ReplaySuccess = builder
  .objectRef<{ readonly replayed: number; readonly stillParked: number }>('ReplayParkedSuccess')
  .implement({
    description: '`replayParked` succeeded.',
    fields: (t) => ({
      replayed: t.exposeInt('replayed', { description: 'Number of messages handled.' }),
      stillParked: t.exposeInt('stillParked', {
        description: 'Number of messages of the entity that are still parked.',
      }),
    }),
  });

const parkedMessage = z.strictObject({ service: z.enum(SERVICES), id: z.string() });

defineMutation({
  name: 'replayParked',
  description: 'Retries a parked message and those that wait behind it. Requires staff (admin or operator).',
  schema: parkedMessage,
  input: { service: 'Which service.', id: 'Which message.' },
  success: asSuccess(ReplaySuccess),
  run: ({ service, id }, { calls }, info) => calls.command(replayParked(service), { id }, info),
});

const DropSuccess = builder.objectRef<{ readonly dropped: number }>('DropParkedSuccess').implement({
  description: '`dropParked` succeeded.',
  fields: (t) => ({ dropped: t.exposeInt('dropped', { description: 'Number of messages dropped.' }) }),
});

defineMutation({
  name: 'dropParked',
  description: 'Drops a parked message. Requires staff (admin or operator).',
  schema: parkedMessage,
  input: { service: 'Which service.', id: 'Which message.' },
  success: asSuccess(DropSuccess),
  run: ({ service, id }, { calls }, info) => calls.command(dropParked(service), { id }, info),
});
