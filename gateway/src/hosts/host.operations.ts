import {
  cordonHost,
  devicesQuery,
  drainHost,
  hostsQuery,
  removeHost,
  setDeviceLimits,
  setDeviceState,
  uncordonHost,
  updateHost,
} from '@berth/contracts/inventory/operations';
import { liftQuarantine } from '@berth/contracts/scheduler/quarantine';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { defineCommandMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Device, EffectiveDeviceStateEnum, Host, HostSchedulingEnum, HostStatusEnum } from './host.type.js';

builder.queryFields((t) => ({
  host: t.field({
    type: Host,
    nullable: true,
    description: 'A host; null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Id of the host.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.hosts().load(toPlainId(String(id))),
  }),
  hosts: t.connection(
    {
      type: Host,
      description: 'Hosts with a device or pool that the caller may use.',
      args: {
        pool: t.arg.id({ description: 'Filters by pool.' }),
        search: t.arg.string({ description: 'Part of its name or host name.' }),
        statuses: t.arg({ type: [HostStatusEnum], description: 'Filters by status.' }),
        schedulings: t.arg({
          type: [HostSchedulingEnum],
          description: 'Filters by whether they take new work.',
        }),
      },
      resolve: async (_root, { pool, search, statuses, schedulings, ...page }, { calls }) =>
        queryConnection(calls, hostsQuery, page, {
          poolId: plainIdOf(pool),
          search,
          statuses,
          schedulings,
        }),
    },
    ...connectionNames('Host'),
  ),
  devices: t.connection(
    {
      type: Device,
      description: 'Devices that the caller may use.',
      args: {
        pool: t.arg.id({ description: 'Filters by pool.' }),
        host: t.arg.id({ description: 'Filters by host.' }),
        model: t.arg.string({ description: 'Filters by model.' }),
        search: t.arg.string({ description: 'Part of its UUID, model or PCI bus id.' }),
        states: t.arg({ type: [EffectiveDeviceStateEnum], description: 'Filters by effective state.' }),
        missing: t.arg.boolean({
          description: 'Those that the agent no longer finds only, or the others only.',
        }),
      },
      resolve: async (_root, { pool, host, model, search, states, missing, ...page }, { calls }) =>
        queryConnection(calls, devicesQuery, page, {
          poolId: plainIdOf(pool),
          hostId: plainIdOf(host),
          model,
          search,
          states,
          missing,
        }),
    },
    ...connectionNames('Device'),
  ),
}));

const hostId = 'Id of the host.';
const after = 'The host after the change.';

defineCommandMutation({
  operation: updateHost,
  name: 'updateHost',
  description:
    'Changes a host. Its pool can be changed only while it is drained. Requires staff (admin or operator).',
  input: {
    hostId: hostId,
    name: 'A new name.',
    poolId: 'Another pool.',
    labels: 'All labels, as an object with string values.',
    cpuLimits: 'Limits of concurrent CPU-only runs.',
  },
  success: successOf('updateHost', 'host', Host, after),
});

for (const [name, operation, description] of [
  [
    'cordonHost',
    cordonHost,
    'Cordons a host: it takes no new work; active runs continue. Requires staff (admin or operator).',
  ],
  [
    'drainHost',
    drainHost,
    'Drains a host: it takes no new work, and is drained when its last run has ended. Requires staff (admin or operator).',
  ],
] as const) {
  defineCommandMutation({
    operation,
    name,
    description,
    input: { hostId: hostId, reason: 'Reason; kept in the history.' },
    success: successOf(name, 'host', Host, after),
  });
}

defineCommandMutation({
  operation: removeHost,
  name: 'removeHost',
  description:
    'Removes a host permanently: it is no longer listed, takes no work, and its key is revoked on the bus. Refused while it has active runs or current or future reservations, unless it is lost or stopped. Requires staff (admin or operator).',
  input: {
    hostId: hostId,
    reason: 'Reason; kept in the history.',
    force: 'Remove it even if it is in use: its runs are lost and reservations of its devices end.',
  },
  success: successOf('removeHost', 'host', Host, 'The removed host.'),
});

defineCommandMutation({
  operation: uncordonHost,
  name: 'uncordonHost',
  description: 'Uncordons a host: it takes new work again. Requires staff (admin or operator).',
  input: { hostId: hostId },
  success: successOf('uncordonHost', 'host', Host, after),
});

defineCommandMutation({
  operation: liftQuarantine,
  name: 'liftQuarantine',
  description:
    'Ends the quarantine of a host on which several jobs in a row failed to start. Requires staff (admin or operator).',
  input: { hostId: hostId, reason: 'Reason; kept in the history.' },
  success: doneOf('liftQuarantine'),
});

defineCommandMutation({
  operation: setDeviceState,
  name: 'setDeviceState',
  description: 'Takes a device out of service or puts it back. Requires staff (admin or operator).',
  input: {
    hostId: 'Id of its host; optional.',
    uuid: 'The device.',
    state: 'The new state.',
    reason: 'Reason; shown with the device and kept in the history.',
  },
  success: successOf('setDeviceState', 'host', Host, after),
});

defineCommandMutation({
  operation: setDeviceLimits,
  name: 'setDeviceLimits',
  description: 'Sets how many runs of each class may share a device. Requires staff (admin or operator).',
  input: { hostId: 'Id of its host; optional.', uuid: 'The device.', limits: 'The new limits.' },
  success: successOf('setDeviceLimits', 'host', Host, after),
});
