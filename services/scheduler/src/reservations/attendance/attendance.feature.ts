import type { RecordedEvent } from '@berth/event-store';
import { causedBy } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { Reactor } from '@berth/service-host/reactor';
import type { Feature } from '../../feature.js';
import { calendarStream } from '../../streams.js';
import { Attendance, type AttendanceParts } from './attendance.process.js';
import { Overstay, type OverstayParts } from './overstay.process.js';

/** A job that runs in a booking uses it. */
const useByJobs = ({ calendars, clock }: AttendanceParts): Reactor => ({
  name: 'use-bookings-by-jobs',
  startsAt: 'beginning',
  types: ['scheduler.calendar.devicesLeased.v1'],
  lineOf: ({ data }) => String(data['reservationId'] ?? ''),
  async handle(event: RecordedEvent) {
    const { reservationId, poolId, jobId } = event.data as {
      readonly reservationId?: string;
      readonly poolId: string;
      readonly jobId: string;
    };
    if (reservationId === undefined) return;
    const now = clock.now();
    const meta = causedBy('use-bookings-by-jobs', event, 'scheduler.calendar.useBooking.v1', now);
    const use = { kind: 'useBooking', poolId, reservationId, by: 'job', jobId, now } as const;
    orReject(await calendars.execute(calendarStream(poolId), use, meta));
  },
});

/** Whether bookings are used, what follows where they are not, and where they are for too long. */
export const attendanceFeature = (parts: AttendanceParts & OverstayParts): Feature => ({
  reactors: [useByJobs(parts)],
  background: [new Attendance(parts).work, new Overstay(parts).work],
});
