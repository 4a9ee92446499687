import { maintenanceStates, type MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import { cancelMaintenance, maintenanceQuery, setMaintenance } from '@berth/contracts/scheduler/reservations';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toGlobalId } from '../graphql/ids.js';
import { ListSortEnum } from '../graphql/list-sort.js';
import { defineCommandMutation, listSuccess } from '../graphql/mutation.js';
import { Host } from '../hosts/host.type.js';
import { Pool } from '../hosts/pool.type.js';
import './inputs.js';

const MaintenanceStateEnum = enumOf('MaintenanceState', {
  description: 'Where a maintenance window is.',
  values: maintenanceStates,
  valueDescriptions: { set: 'It is ahead or under way.' },
});

const MaintenanceHost = builder.objectRef<MaintenanceView['hosts'][number]>('MaintenanceHost').implement({
  description: 'A host in maintenance, or some of its devices.',
  fields: (t) => ({
    hostId: t.id({ description: 'Id of the host.', resolve: ({ hostId }) => toGlobalId('Host', hostId) }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'The host.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    devices: t.field({
      type: ['String'],
      nullable: true,
      description: 'UUIDs of the devices that take no work; null: the whole host.',
      resolve: ({ uuids }) => (uuids ? [...uuids] : null),
    }),
  }),
});

const Maintenance = builder.nodeRef(builder.objectRef<MaintenanceView>('Maintenance'), {
  id: { resolve: (window: MaintenanceView) => window.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.maintenance().load(String(id)))),
});

Maintenance.implement({
  description: 'A maintenance window, in which devices take no work.',
  fields: (t) => ({
    state: t.field({
      type: MaintenanceStateEnum,
      description: 'State.',
      resolve: ({ state }) => state,
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool of the devices.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ from }) => from }),
    until: t.field({ type: 'DateTime', description: 'When it ends.', resolve: ({ until }) => until }),
    hosts: t.field({
      type: [MaintenanceHost],
      description: 'Hosts or devices.',
      resolve: ({ hosts }) => [...hosts],
    }),
    reason: t.exposeString('reason', { description: 'Reason.' }),
    seriesId: t.exposeString('seriesId', {
      nullable: true,
      description: 'Shared by the occurrences of recurring maintenance.',
    }),
    setAt: t.field({ type: 'DateTime', description: 'When it was last set.', resolve: ({ setAt }) => setAt }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended or was cancelled.',
      resolve: ({ endedAt }) => endedAt,
    }),
  }),
});

builder.queryField('maintenanceWindows', (t) =>
  t.connection(
    {
      type: Maintenance,
      description:
        'Maintenance windows that concern devices that the caller may use; the latest start first. `totalCount` is for admins, operators and auditors, and without `host`.',
      args: {
        pool: t.arg.id({ description: 'Filters by pool.' }),
        host: t.arg.id({ description: 'Filters by host.' }),
        series: t.arg.string({ description: 'Filters by series.' }),
        states: t.arg({ type: [MaintenanceStateEnum], description: 'Filters by state.' }),
        from: t.arg({ type: 'DateTime', description: 'Ending after this.' }),
        until: t.arg({ type: 'DateTime', description: 'Beginning before this.' }),
        sort: t.arg({ type: ListSortEnum, description: 'Order by start; default: NEWEST.' }),
      },
      resolve: async (_root, { pool, host, series, states, from, until, sort, ...page }, { calls }) =>
        queryConnection(calls, maintenanceQuery, page, {
          poolId: plainIdOf(pool),
          hostId: plainIdOf(host),
          seriesId: series,
          states,
          from,
          until,
          sort,
        }),
    },
    ...connectionNames('Maintenance'),
  ),
);

const windowsOf = (name: string, description: string) =>
  listSuccess(
    builder.objectRef<{ readonly value: readonly MaintenanceView[] }>(name).implement({
      description,
      fields: (t) => ({
        maintenance: t.field({
          type: [Maintenance],
          description: 'The maintenance windows, in order.',
          resolve: ({ value }) => [...value],
        }),
      }),
    }),
  );

defineCommandMutation({
  operation: setMaintenance,
  name: 'setMaintenance',
  description:
    'Sets or changes a maintenance window, in which hosts or devices take no work. Reservations in it are kept, and their holders are warned. Requires staff (admin or operator).',
  input: {
    pool: 'Id or name of the pool.',
    maintenanceId: 'Id of the window to change; omit it for a new one.',
    hosts: 'Hosts or devices.',
    from: 'When it begins; default: now.',
    durationMinutes: 'Duration in minutes; give this or until.',
    until: 'When it ends; give this or durationMinutes.',
    reason: 'Reason; shown to holders of affected reservations.',
    repeat: 'Default: no recurrence.',
  },
  success: windowsOf('SetMaintenanceSuccess', '`setMaintenance` succeeded.'),
});

defineCommandMutation({
  operation: cancelMaintenance,
  name: 'cancelMaintenance',
  description:
    'Cancels a maintenance window, alone or with the later windows of its series. Requires staff (admin or operator).',
  input: {
    maintenanceId: 'Which window.',
    restOfSeries: 'Also cancel the later ones of the series; default: false.',
  },
  success: windowsOf('CancelMaintenanceSuccess', '`cancelMaintenance` succeeded.'),
});
