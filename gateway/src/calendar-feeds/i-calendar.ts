import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { FeedBooking, FeedContents } from '@berth/contracts/scheduler/calendar-feeds';

/** How often programs are told to look again. */
const REFRESH_SECONDS = 15 * 60;

/**
 * A feed as iCalendar (RFC 5545), in UTC. The same bookings give the same text, byte for byte: what changes with every
 * look (DTSTAMP) is the booking's last change.
 */
export function toICalendar({ name, bookings }: FeedContents): string {
  const calendar = ical({
    name: `Berth: ${name}`,
    prodId: { company: 'Berth', product: 'Bookings', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const booking of bookings) {
    calendar.createEvent({
      id: `${booking.reservationId}@berth`,
      sequence: booking.sequence,
      start: new Date(booking.from),
      end: new Date(booking.until),
      stamp: new Date(booking.updatedAt),
      created: new Date(booking.createdAt),
      lastModified: new Date(booking.updatedAt),
      summary: summaryOf(booking),
      description: booking.devices
        .map(({ host, index, model }) => `${host} cuda:${index} (${model})`)
        .join('\n'),
      location: booking.pool,
      status: booking.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: booking.cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
  }
  return calendar.toString();
}

/** They would make the whole feed unreadable; older bookings may have them. */
const CONTROLS = /\p{Cc}/gu;

function summaryOf({ devices, visible, title }: FeedBooking): string {
  const what = `${devices.length} ${devices.length === 1 ? 'GPU' : 'GPUs'}`;
  if (!visible) return `${what} booked`;
  return title === undefined ? what : `${title.replace(CONTROLS, ' ')} (${what})`;
}
