import { weekdays } from '@berth/contracts/scheduler/reservations';
import type { InputFieldBuilder } from '@pothos/core';
import { builder, type BuilderTypes } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toPlainId } from '../graphql/ids.js';

/** Common fields of inputs that reserve, request or wait for devices. */
export const allocationFields = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
  pool: t.string({ description: 'Id or name; default: the only pool you may use, or "default".' }),
  title: t.string({ description: 'Title.' }),
  sharedWithProject: t.boolean({
    description: 'Whether jobs of all members of the project may run in its window; default: false.',
  }),
});

/** The same with the plain ids that the scheduler takes. */
export const toAllocationInput = <T extends { readonly project: string; readonly pool?: string }>({
  project,
  pool,
  ...rest
}: T) => ({
  ...rest,
  project: toPlainId(project),
  ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
});

export const ReservationGpusInput = builder.inputType('ReservationGpusInput', {
  description: 'Devices to reserve: given ones, or any that match.',
  fields: (t) => ({
    count: t.int({ description: 'Number of devices; default: 1, or the number of given UUIDs.' }),
    model: t.string({
      description: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Minimum memory of a device in GB of 10^9 bytes.' }),
    devices: t.stringList({ description: 'UUIDs of the required devices.' }),
  }),
});

const RepeatEveryEnum = enumOf('RepeatEvery', {
  description: 'Frequency of recurrence.',
  values: ['day', 'week'] as const,
});
const WeekdayEnum = enumOf('Weekday', {
  description: 'A day of the week.',
  values: weekdays,
});

export const RepeatInput = builder.inputType('RepeatInput', {
  description: 'Recurrence: at the same local time in a time zone, at most 104 times.',
  fields: (t) => ({
    every: t.field({ type: RepeatEveryEnum, required: true, description: 'DAY or WEEK.' }),
    days: t.field({
      type: [WeekdayEnum],
      description: 'Days of the week; default: every day, or the weekday of the first occurrence.',
    }),
    until: t.field({ type: 'DateTime', description: 'No occurrence begins after this.' }),
    count: t.int({ description: 'Maximum number of occurrences; give this, until or both.' }),
    timeZone: t.string({
      description:
        'IANA name such as Europe/Berlin; default: UTC. Each occurrence begins at the same local time. A time skipped by daylight saving starts right after the gap; a repeated time starts the first time.',
    }),
  }),
});

export const MaintenanceHostInput = builder.inputType('MaintenanceHostInput', {
  description: 'A host, or some of its devices.',
  fields: (t) => ({
    hostId: t.id({ required: true, description: 'Which host.' }),
    devices: t.stringList({ description: 'UUIDs of devices of the host; default: the whole host.' }),
  }),
});
