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
    name: escaped(`Berth: ${shown(name)}`),
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
        .map(({ host, index, model }) => `${shown(host)} cuda:${index} (${shown(model)})`)
        .join('\n'),
      location: shown(booking.pool),
      status: booking.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: booking.cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
  }
  // RFC 5545, section 3.1: the last line ends as all others do.
  return `${calendar.toString()}\r\n`;
}

/** They would make the whole feed unreadable, or lines of their own; what was named before they were refused has them. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const shown = (text: string): string => text.replace(CONTROLS, ' ');

/** RFC 5545, section 3.3.11. The generator does this for events, and not for the calendar's own name. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, (character) => `\\${character}`);

function summaryOf({ devices, visible, title }: FeedBooking): string {
  const what = `${devices.length} ${devices.length === 1 ? 'GPU' : 'GPUs'}`;
  if (!visible) return `${what} booked`;
  return title === undefined ? what : `${shown(title)} (${what})`;
}
