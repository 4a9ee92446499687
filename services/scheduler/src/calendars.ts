import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import type { Calendar } from './calendar/calendar.js';
import type { CalendarCommand } from './calendar/calendar.commands.js';
import { calendarDecider } from './calendar/calendar.decider.js';
import { calendarSnapshot } from './calendar/calendar.snapshot.js';

export type Calendars = Aggregates<Calendar, CalendarCommand, CalendarEvent>;

/** The calendars of pools: what all wings above them decide on. */
export const openCalendars = ({
  store,
  readModels,
  log,
}: Pick<Platform, 'store' | 'readModels' | 'log'>): Calendars =>
  new Aggregates(store, calendarDecider, {
    snapshots: {
      ...calendarSnapshot,
      readModels,
      onError: (error) => log.warn({ err: error }, 'a snapshot of a calendar could not be read or written'),
    },
  });
