import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { FeedReservation, FeedContents } from '@berth/contracts/scheduler/calendar-feeds';

/** Refresh interval that is suggested to calendar programs. */
const REFRESH_SECONDS = 15 * 60;

/**
 * A feed as iCalendar (RFC 5545), in UTC. The same reservations give the same text, byte for byte: what changes with every
 * look (DTSTAMP) is the reservation's last change.
 */
export function toICalendar({ name, reservations }: FeedContents): string {
  const calendar = ical({
    name: escaped(`Berth: ${shown(name)}`),
    prodId: { company: 'Berth', product: 'Reservations', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const reservation of reservations) {
    calendar.createEvent({
      id: `${reservation.reservationId}@berth`,
      sequence: reservation.sequence,
      start: new Date(reservation.from),
      end: new Date(reservation.until),
      stamp: new Date(reservation.updatedAt),
      created: new Date(reservation.createdAt),
      lastModified: new Date(reservation.updatedAt),
      summary: summaryOf(reservation),
      description: reservation.devices
        .map(({ host, index, model }) => `${shown(host)} cuda:${index} (${shown(model)})`)
        .join('\n'),
      location: shown(reservation.pool),
      status: reservation.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: reservation.cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
  }
  // RFC 5545, section 3.1: the last line ends as all others do.
  return `${calendar.toString()}\r\n`;
}

/** Control characters would break the feed. Names recorded before they were forbidden may contain them. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const shown = (text: string): string => text.replace(CONTROLS, ' ');

/** RFC 5545, section 3.3.11. The generator does this for events, and not for the calendar's own name. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, (character) => `\\${character}`);

function summaryOf({ devices, visible, title }: FeedReservation): string {
  const what = `${devices.length} ${devices.length === 1 ? 'GPU' : 'GPUs'}`;
  if (!visible) return `${what} reserved`;
  return title === undefined ? what : `${shown(title)} (${what})`;
}
