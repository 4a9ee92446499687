import { repetition, setMaintenance, wantedDevices, weekdays } from '@berth/contracts/scheduler/reservations';
import { deriveInputType } from '../graphql/derived-input.js';
import { enumOf } from '../graphql/enum.js';

/** Common fields of inputs that reserve, request or wait for devices. */
export const allocationFields = {
  project: 'Id or name of the project it is charged to.',
  pool: 'Id or name; default: the only pool you may use, or "default".',
  title: 'Title.',
  sharedWithProject: 'Whether jobs of all members of the project may run in its window; default: false.',
};

export const { type: ReservationGpusInput } = deriveInputType(wantedDevices, {
  name: 'ReservationGpusInput',
  description: 'Devices to reserve: given ones, or any that match.',
  fields: {
    count: 'Number of devices; default: 1, or the number of given UUIDs.',
    model: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    memoryGb: 'Minimum memory of a device in GB of 10^9 bytes.',
    devices: 'UUIDs of the required devices.',
  },
});

enumOf('RepeatEvery', {
  description: 'Frequency of recurrence.',
  values: ['day', 'week'] as const,
});
enumOf('Weekday', {
  description: 'A day of the week.',
  values: weekdays,
});

deriveInputType(repetition, {
  name: 'RepeatInput',
  description: 'Recurrence: at the same local time in a time zone, at most 104 times.',
  fields: {
    every: 'DAY or WEEK.',
    days: 'Days of the week; default: every day, or the weekday of the first occurrence.',
    until: 'No occurrence begins after this.',
    count: 'Maximum number of occurrences; give this, until or both.',
    timeZone:
      'IANA name such as Europe/Berlin; default: UTC. Each occurrence begins at the same local time. A time skipped by daylight saving starts right after the gap; a repeated time starts the first time.',
  },
});

deriveInputType(setMaintenance.input.shape.hosts.element, {
  name: 'MaintenanceHostInput',
  description: 'A host, or some of its devices.',
  fields: { hostId: 'Which host.', devices: 'UUIDs of devices of the host; default: the whole host.' },
});
