import type { MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toGlobalId } from '../graphql/ids.js';
import { Host } from '../hosts/host.type.js';
import { Pool } from '../hosts/pool.type.js';

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

export const Maintenance = builder.nodeRef(builder.objectRef<MaintenanceView>('Maintenance'), {
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
