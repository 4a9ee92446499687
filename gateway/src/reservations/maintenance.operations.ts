import type { MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import { cancelMaintenance, setMaintenance } from '@berth/contracts/scheduler/reservations';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toGlobalId } from '../graphql/ids.js';
import { defineCommandMutation, listSuccess } from '../graphql/mutation.js';
import { Host } from '../hosts/host.type.js';
import { Pool } from '../hosts/pool.type.js';
import './inputs.js';

const MaintenanceStateEnum = enumOf('MaintenanceState', {
  description: 'Where a maintenance window is.',
  values: ['set', 'completed', 'cancelled'],
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
