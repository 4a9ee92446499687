import type { AdminRosterEvent } from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import type { AdminRoster } from './admin-roster.js';
import type { RosterCommand } from './admin-roster.commands.js';
import { rosterDecider } from './admin-roster.decider.js';

export class AdminRosters extends Aggregates<AdminRoster, RosterCommand, AdminRosterEvent> {
  constructor(store: EventStore) {
    super(store, rosterDecider);
  }
}
