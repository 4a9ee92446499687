import type { UserEvent } from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import type { UserCommand } from './user.commands.js';
import { userDecider } from './user.decider.js';
import type { User } from './user.js';

export class Users extends Aggregates<User, UserCommand, UserEvent> {
  constructor(store: EventStore) {
    super(store, userDecider);
  }
}
