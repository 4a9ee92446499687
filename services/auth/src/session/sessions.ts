import type { SessionEvent } from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import type { SessionCommand } from './session.commands.js';
import { sessionDecider } from './session.decider.js';
import type { Session } from './session.js';

export class Sessions extends Aggregates<Session, SessionCommand, SessionEvent> {
  constructor(store: EventStore) {
    super(store, sessionDecider);
  }
}
