import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { AccountIndex } from '../../dispatch/accounts/account-index.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Feature } from '../../feature.js';
import { ConnectionController } from './connection.controller.js';
import { Connections } from './connections.js';

/** How holders reach the hosts of their reservations. */
export const connectionFeature = (
  calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
  facts: Facts,
  accounts: AccountIndex,
): Feature => ({
  controllers: [ConnectionController],
  providers: [{ provide: Connections, useValue: new Connections(calendars, facts, accounts) }],
});
