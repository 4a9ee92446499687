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
import { fromGlobalId } from '../graphql/ids.js';
import { defineMutation } from '../graphql/mutation.js';
import { ActorType } from './actor.type.js';

const Entry = builder.objectRef<HistoryEntry>('HistoryEntry').implement({
  description: 'One event of an entity, as it was recorded. Of a sealed value it says `sealed` and no more.',
  fields: (t) => ({
    eventId: t.exposeString('eventId', { description: 'Id of the event.' }),
    type: t.exposeString('type', { description: 'Wire name with version.' }),
    service: t.exposeString('service', { description: 'Whose log it is in.' }),
    revision: t.exposeInt('revision', { description: 'Its number within the entity, from 0.' }),
    position: t.exposeString('position', { description: "Its place in the service's log." }),
    recordedAt: t.field({
      type: 'DateTime',
      description: 'When it was recorded.',
      resolve: (entry) => entry.recordedAt,
    }),
    actor: t.field({ type: ActorType, description: 'Who decided.', resolve: (entry) => entry.actor }),
    command: t.exposeString('command', { description: 'What was asked.' }),
    commandId: t.exposeString('commandId', { description: 'Which request it was.' }),
    causationId: t.exposeString('causationId', { description: 'The event or command that led to it.' }),
    correlationId: t.exposeString('correlationId', { description: 'Shared by all that one request led to.' }),
    data: t.field({ type: 'JSON', description: 'What happened.', resolve: (entry) => entry.data }),
  }),
});

const Parked = builder.objectRef<ParkedView>('ParkedMessage').implement({
  description: 'An event that could not be handled, and waits for an operator.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'To replay or drop it by.' }),
    service: t.exposeString('service', { description: 'Who could not handle it.' }),
    source: t.exposeString('source', { description: 'Whose event it is.' }),
    consumer: t.exposeString('consumer', { description: 'Which consumer or process manager.' }),
    entity: t.exposeString('entity', { description: 'What it is about; later events of it wait behind it.' }),
    eventId: t.exposeString('eventId', { description: 'Id of the event.' }),
    eventType: t.exposeString('eventType', { description: 'Its wire name.' }),
    error: t.exposeString('error', { description: 'Why it could not be handled.' }),
    attempts: t.exposeInt('attempts', {
      description: 'How often it was tried; 0 for one that waits behind another.',
    }),
    parkedAt: t.field({
      type: 'DateTime',
      description: 'Since when it waits.',
      resolve: (message) => message.parkedAt,
    }),
  }),
});

const ServiceEnum = enumOf('Service', {
  description: 'The services that own facts.',
  values: SERVICES,
});

/** Where an entity's events lie: for nodes it follows from the id. */
const HOME: { readonly [entity: string]: ServiceName } = {
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

/** What an entity is called in the log; a type of that name would be taken for a list. */
const entityOf = (type: string): string =>
  type === 'JobArray' ? 'array' : `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

const ProcessKind = enumOf('ProcessKind', {
  description:
    'What follows events: a view, a process manager, a consumer of another service, or the relay to the bus.',
  values: PROCESS_KINDS,
});
const ProcessState = enumOf('ProcessState', {
  description: 'What it does; RETRYING, HALTED and REFUSED need attention.',
  values: PROCESS_STATES,
});

const Process = builder.objectRef<ProcessView>('Process').implement({
  description:
    'A part of a service that follows events: how far behind it is, what it has parked, what failed last.',
  fields: (t) => ({
    service: t.exposeString('service', { description: 'Which service it is part of.' }),
    name: t.exposeString('name', { description: 'Unique within its service and kind.' }),
    kind: t.field({ type: ProcessKind, description: 'What it is.', resolve: ({ kind }) => kind }),
    source: t.exposeString('source', { description: 'Whose events it follows.' }),
    state: t.field({ type: ProcessState, description: 'What it does.', resolve: ({ state }) => state }),
    behindEvents: t.exposeInt('behindEvents', { description: 'Events that it has not done yet.' }),
    atLeast: t.exposeBoolean('atLeast', {
      description:
        'It is further behind than is counted: `behindEvents` and `behindSeconds` are no less than this.',
    }),
    behindSeconds: t.exposeFloat('behindSeconds', { description: 'Age of the oldest of them in seconds.' }),
    parked: t.exposeInt('parked', {
      description: 'Events that it could not handle, and those that wait behind them.',
    }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'Its last failure, which may have passed.',
    }),
    lastErrorAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When that was.',
      resolve: ({ lastErrorAt }) => lastErrorAt,
    }),
  }),
});

builder.queryFields((t) => ({
  processes: t.field({
    type: [Process],
    description:
      'What follows events in a service: views, process managers, consumers, the relay. For operators.',
    args: { service: t.arg({ type: ServiceEnum, required: true, description: 'Which service.' }) },
    resolve: async (_root, { service }, { calls }) =>
      (await calls.query(processesQuery(service), {})).processes,
  }),
  history: t.connection(
    {
      type: Entry,
      description:
        'Every event of an entity with actor, time, command and cause. Members read that of their jobs; auditors that of all.',
      args: {
        id: t.arg.id({ required: true, description: 'A node id, or a plain id together with `entity`.' }),
        entity: t.arg.string({
          description:
            'user, project, host, pool, grant, job, array, workflow, schedule, request, reservation, maintenance, calendar or policy (of a pool), quota, accounts (of a host), price or charge.',
        }),
      },
      resolve: async (_root, { id, entity, ...page }, { calls }) => {
        const node = fromGlobalId(String(id));
        const kind = entity ?? (node ? entityOf(node.type) : 'job');
        const operation = historyQuery(HOME[kind] ?? 'scheduler');
        return queryConnection(calls, operation, page, { entity: kind, id: node?.id ?? String(id) });
      },
    },
    ...connectionNames('HistoryEntry'),
  ),
  parked: t.connection(
    {
      type: Parked,
      description: 'What a service could not handle. For operators.',
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
    description: '`replayParked` was done.',
    fields: (t) => ({
      replayed: t.exposeInt('replayed', { description: 'Messages handled now.' }),
      stillParked: t.exposeInt('stillParked', { description: 'Messages of the entity that still wait.' }),
    }),
  });

defineMutation({
  name: 'replayParked',
  description: 'Tries a parked message again, and those behind it. For operators.',
  input: (t) => ({
    service: t.field({ type: ServiceEnum, required: true, description: 'Which service.' }),
    id: t.string({ required: true, description: 'Which message.' }),
  }),
  success: ReplaySuccess,
  run: ({ service, id }, { calls }, info) => calls.command(replayParked(service), { id }, info),
});

const DropSuccess = builder.objectRef<{ readonly dropped: number }>('DropParkedSuccess').implement({
  description: '`dropParked` was done.',
  fields: (t) => ({ dropped: t.exposeInt('dropped', { description: 'Messages given up.' }) }),
});

defineMutation({
  name: 'dropParked',
  description: 'Gives a parked message up. For operators.',
  input: (t) => ({
    service: t.field({ type: ServiceEnum, required: true, description: 'Which service.' }),
    id: t.string({ required: true, description: 'Which message.' }),
  }),
  success: DropSuccess,
  run: ({ service, id }, { calls }, info) => calls.command(dropParked(service), { id }, info),
});
