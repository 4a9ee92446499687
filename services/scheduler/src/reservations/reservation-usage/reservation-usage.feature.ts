import type { RecordedEvent } from '@berth/event-store';
import { causedBy } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type { Feature } from '../../feature.js';
import { calendarStream } from '../../streams.js';
import { ReservationUsagePoller, type ReservationUsageParts } from './reservation-usage.poller.js';
import { OverstayPoller, type OverstayParts } from './overstay.poller.js';

/** A job that runs in a reservation uses it. */
const useByJobs = ({ calendars, clock }: ReservationUsageParts): ProcessManager => ({
  name: 'mark-reservations-used',
  startsAt: 'beginning',
  types: ['scheduler.calendar.devicesLeased.v1'],
  orderingKeyOf: ({ data }) => String(data['reservationId'] ?? ''),
  async handle(event: RecordedEvent) {
    const { reservationId, poolId, jobId } = event.data as {
      readonly reservationId?: string;
      readonly poolId: string;
      readonly jobId: string;
    };
    if (reservationId === undefined) return;
    const now = clock.now();
    const meta = causedBy('mark-reservations-used', event, 'scheduler.calendar.useReservation.v1', now);
    const use = { type: 'useReservation', poolId, reservationId, by: 'job', jobId, now } as const;
    orReject(await calendars.execute(calendarStream(poolId), use, meta));
  },
});

/** Detects reservations that are not used, and those that are used beyond their end. */
export const attendanceFeature = (parts: ReservationUsageParts & OverstayParts): Feature => ({
  processManagers: [useByJobs(parts)],
  background: [new ReservationUsagePoller(parts).work, new OverstayPoller(parts).work],
});
