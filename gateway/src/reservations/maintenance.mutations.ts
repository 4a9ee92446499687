import { cancelMaintenance, setMaintenance } from '@berth/contracts/scheduler/reservations';
import type { MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asGiven, asValue, defineMutation } from '../graphql/mutation.js';
import { MaintainedHostInput, RepeatInput } from './inputs.js';
import { Maintenance } from './maintenance.type.js';

const NAMES = { windowId: 'maintenanceId', uuids: 'devices' };

const windowsOf = (name: string, description: string) =>
  builder.objectRef<{ readonly value: readonly MaintenanceView[] }>(name).implement({
    description,
    fields: (t) => ({
      maintenance: t.field({
        type: [Maintenance],
        description: 'The windows, in their order.',
        resolve: ({ value }) => [...value],
      }),
    }),
  });

defineMutation({
  name: 'setMaintenance',
  description:
    'Sets a time in which hosts or devices take no work, or changes one that is set. Bookings in it stay, and their holders are warned. For operators.',
  input: (t) => ({
    pool: t.string({ required: true, description: 'Id or name of the pool.' }),
    maintenanceId: t.id({ description: 'The window to change; a new one where left out.' }),
    hosts: t.field({ type: [MaintainedHostInput], required: true, description: 'Where.' }),
    from: t.field({ type: 'DateTime', description: 'When it begins; now where left out.' }),
    durationMinutes: t.float({ description: 'How long; give this or until.' }),
    until: t.field({ type: 'DateTime', description: 'When it ends; give this or durationMinutes.' }),
    reason: t.string({ required: true, description: 'Why; those who are booked are told.' }),
    repeat: t.field({ type: RepeatInput, description: 'Once where left out.' }),
  }),
  success: windowsOf('SetMaintenanceSuccess', '`setMaintenance` was done.'),
  run: async ({ pool, maintenanceId, hosts, ...input }, { calls }, info) =>
    asValue(
      await calls
        .command(
          setMaintenance,
          {
            ...input,
            pool: toPlainId(pool),
            ...(maintenanceId === undefined ? {} : { windowId: toPlainId(String(maintenanceId)) }),
            hosts: hosts.map(({ hostId, devices }) => ({
              hostId: toPlainId(String(hostId)),
              ...(devices === undefined ? {} : { uuids: devices }),
            })),
          },
          info,
        )
        .then((done) => asGiven(done, NAMES)),
    ),
});

defineMutation({
  name: 'cancelMaintenance',
  description: 'Calls off maintenance, alone or with the later windows of its series. For operators.',
  input: (t) => ({
    maintenanceId: t.id({ required: true, description: 'Which window.' }),
    restOfSeries: t.boolean({ description: 'Also those that begin later; false where left out.' }),
  }),
  success: windowsOf('CancelMaintenanceSuccess', '`cancelMaintenance` was done.'),
  run: async ({ maintenanceId, ...input }, { calls }, info) =>
    asValue(
      asGiven(
        await calls.command(
          cancelMaintenance,
          { ...input, windowId: toPlainId(String(maintenanceId)) },
          info,
        ),
        NAMES,
      ),
    ),
});
