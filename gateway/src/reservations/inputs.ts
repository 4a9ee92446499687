import { weekdays } from '@berth/contracts/scheduler/reservations';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';

export const ReservationGpusInput = builder.inputType('ReservationGpusInput', {
  description: 'Devices to book: given ones, or any that match.',
  fields: (t) => ({
    count: t.int({ description: '1 where left out, or as many as devices are named.' }),
    model: t.string({
      description: 'A model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Least memory of a device in GB of 10^9 bytes, as makers count.' }),
    devices: t.stringList({ description: 'UUIDs of the devices that it must be.' }),
  }),
});

const RepeatEveryEnum = enumOf('RepeatEvery', {
  description: 'How often something recurs.',
  values: ['day', 'week'] as const,
});
const WeekdayEnum = enumOf('Weekday', {
  description: 'A day of the week.',
  values: weekdays,
});

export const RepeatInput = builder.inputType('RepeatInput', {
  description:
    'How something recurs: at the same time of day by the clock of a time zone, 104 times at most.',
  fields: (t) => ({
    every: t.field({ type: RepeatEveryEnum, required: true, description: 'DAY or WEEK.' }),
    days: t.field({
      type: [WeekdayEnum],
      description: 'On these days; every day, or the weekday of the first, where left out.',
    }),
    until: t.field({ type: 'DateTime', description: 'None begins after this.' }),
    count: t.int({ description: 'How many at most; give this, until or both.' }),
    timeZone: t.string({
      description:
        'IANA name such as Europe/Berlin; UTC where left out. Each begins at the same time by the clock there: right after the gap where summer time skips it, the first time where it comes twice.',
    }),
  }),
});

export const MaintainedHostInput = builder.inputType('MaintainedHostInput', {
  description: 'A host, or some of its devices.',
  fields: (t) => ({
    hostId: t.id({ required: true, description: 'Which host.' }),
    devices: t.stringList({ description: 'UUIDs of devices of it; the whole host where left out.' }),
  }),
});
