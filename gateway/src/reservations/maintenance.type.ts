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

const MaintainedHost = builder.objectRef<MaintenanceView['hosts'][number]>('MaintainedHost').implement({
  description: 'A host in maintenance, or some of its devices.',
  fields: (t) => ({
    hostId: t.id({ description: 'Id of the host.', resolve: ({ hostId }) => toGlobalId('Host', hostId) }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'The host.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    uuids: t.field({
      type: ['String'],
      nullable: true,
      description: 'Devices that take no work; null: none of the host does.',
      resolve: ({ uuids }) => (uuids ? [...uuids] : null),
    }),
  }),
});

export const Maintenance = builder.nodeRef(builder.objectRef<MaintenanceView>('Maintenance'), {
  id: { resolve: (window: MaintenanceView) => window.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.maintenance().load(String(id)))),
});

Maintenance.implement({
  description: 'A time in which devices take no work.',
  fields: (t) => ({
    state: t.field({
      type: MaintenanceStateEnum,
      description: 'Whether it is still meant.',
      resolve: ({ state }) => state,
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Whose devices they are.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ from }) => from }),
    until: t.field({ type: 'DateTime', description: 'When it ends.', resolve: ({ until }) => until }),
    hosts: t.field({ type: [MaintainedHost], description: 'Where.', resolve: ({ hosts }) => [...hosts] }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    seriesId: t.exposeString('seriesId', {
      nullable: true,
      description: 'Shared by the occurrences of recurring maintenance.',
    }),
    setAt: t.field({ type: 'DateTime', description: 'When it was last set.', resolve: ({ setAt }) => setAt }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was over, or called off.',
      resolve: ({ endedAt }) => endedAt,
    }),
  }),
});
