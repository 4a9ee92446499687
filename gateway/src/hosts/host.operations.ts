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
import type { JsonValue } from '@berth/kernel/json';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { asDone, asValue, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Device, DeviceStateEnum, Host, SlotLimitsInput } from './host.type.js';

builder.queryFields((t) => ({
  host: t.field({
    type: Host,
    nullable: true,
    description: 'A host; null where there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Id of the host.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.hosts().load(toPlainId(String(id))),
  }),
  hosts: t.connection(
    {
      type: Host,
      description: 'Hosts with a device or pool that the caller may use.',
      args: {
        pool: t.arg.id({ description: 'Of this pool only.' }),
        search: t.arg.string({ description: 'Beginning of a name.' }),
      },
      resolve: async (_root, { pool, search, ...page }, { calls }) =>
        queryConnection(calls, hostsQuery, page, { poolId: plainIdOf(pool), search }),
    },
    ...connectionNames('Host'),
  ),
  devices: t.connection(
    {
      type: Device,
      description: 'Devices that the caller may use.',
      args: {
        pool: t.arg.id({ description: 'Of this pool only.' }),
        host: t.arg.id({ description: 'Of this host only.' }),
        model: t.arg.string({ description: 'Of this model only.' }),
      },
      resolve: async (_root, { pool, host, model, ...page }, { calls }) =>
        queryConnection(calls, devicesQuery, page, {
          poolId: plainIdOf(pool),
          hostId: plainIdOf(host),
          model,
        }),
    },
    ...connectionNames('Device'),
  ),
}));

const hostId = 'Id of the host.';
const after = 'The host after the change.';

defineMutation({
  name: 'updateHost',
  description: 'Edits a host. It changes pool only when drained. For operators.',
  input: (t) => ({
    hostId: t.id({ required: true, description: hostId }),
    name: t.string({ description: 'A new name.' }),
    poolId: t.id({ description: 'Another pool.' }),
    labels: t.field({ type: 'JSON', description: 'All labels, as an object of texts.' }),
    cpuLimits: t.field({ type: SlotLimitsInput, description: 'CPU-only runs that may share it.' }),
  }),
  success: successOf('updateHost', 'host', Host, after),
  run: async ({ hostId: host, poolId, labels, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        updateHost,
        {
          ...input,
          hostId: toPlainId(String(host)),
          ...(poolId === undefined ? {} : { poolId: toPlainId(String(poolId)) }),
          ...(labels === undefined ? {} : { labels: labels as JsonValue as { [key: string]: string } }),
        },
        info,
      ),
    ),
});

for (const [name, operation, description] of [
  ['cordonHost', cordonHost, 'Keeps new work from a host; what runs goes on. For operators.'],
  ['drainHost', drainHost, 'Keeps new work from a host until its last run has ended. For operators.'],
] as const) {
  defineMutation({
    name,
    description,
    input: (t) => ({
      hostId: t.id({ required: true, description: hostId }),
      reason: t.string({ description: 'Why; kept in the history.' }),
    }),
    success: successOf(name, 'host', Host, after),
    run: async ({ hostId: host, ...input }, { calls }, info) =>
      asValue(await calls.command(operation, { ...input, hostId: toPlainId(String(host)) }, info)),
  });
}

defineMutation({
  name: 'removeHost',
  description:
    'Takes a host away for good: it is in no list and takes no work, its key opens the bus no more, and what it says is refused. Refused while runs or reservations hold it or are ahead, unless it is lost or stopped. For operators.',
  input: (t) => ({
    hostId: t.id({ required: true, description: hostId }),
    reason: t.string({ description: 'Why; kept in the history.' }),
    force: t.boolean({
      description: 'Also while it is in use: runs on it are lost, and reservations of its devices end.',
    }),
  }),
  success: successOf('removeHost', 'host', Host, 'The host as it was, removed.'),
  run: async ({ hostId: host, ...input }, { calls }, info) =>
    asValue(await calls.command(removeHost, { ...input, hostId: toPlainId(String(host)) }, info)),
});

defineMutation({
  name: 'uncordonHost',
  description: 'Lets a host take new work again. For operators.',
  input: (t) => ({ hostId: t.id({ required: true, description: hostId }) }),
  success: successOf('uncordonHost', 'host', Host, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(uncordonHost, { hostId: toPlainId(String(input.hostId)) }, info)),
});

defineMutation({
  name: 'liftQuarantine',
  description:
    'Has a host take work again at once on which several jobs in a row could not be started. For operators.',
  input: (t) => ({
    hostId: t.id({ required: true, description: hostId }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: doneOf('liftQuarantine'),
  run: async ({ hostId: host, ...input }, { calls }, info) =>
    asDone(await calls.command(liftQuarantine, { ...input, hostId: toPlainId(String(host)) }, info)),
});

defineMutation({
  name: 'setDeviceState',
  description: 'Takes a device out of service, or back. For operators.',
  input: (t) => ({
    hostId: t.id({ description: 'Id of its host, where known.' }),
    uuid: t.string({ required: true, description: 'The device.' }),
    state: t.field({ type: DeviceStateEnum, required: true, description: 'The new state.' }),
    reason: t.string({ description: 'Why; shown and kept.' }),
  }),
  success: successOf('setDeviceState', 'host', Host, after),
  run: async ({ hostId: host, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        setDeviceState,
        { ...input, ...(host === undefined ? {} : { hostId: toPlainId(String(host)) }) },
        info,
      ),
    ),
});

defineMutation({
  name: 'setDeviceLimits',
  description: 'Says how many runs of each class may share a device. For operators.',
  input: (t) => ({
    hostId: t.id({ description: 'Id of its host, where known.' }),
    uuid: t.string({ required: true, description: 'The device.' }),
    limits: t.field({ type: SlotLimitsInput, required: true, description: 'The new limits.' }),
  }),
  success: successOf('setDeviceLimits', 'host', Host, after),
  run: async ({ hostId: host, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        setDeviceLimits,
        { ...input, ...(host === undefined ? {} : { hostId: toPlainId(String(host)) }) },
        info,
      ),
    ),
});
