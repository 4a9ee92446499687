import type { ClaimEvent } from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import type { ClaimCommand } from './claim.commands.js';
import { claimDecider } from './claim.decider.js';
import type { Claim } from './claim.js';

export class Claims extends Aggregates<Claim, ClaimCommand, ClaimEvent> {
  constructor(store: EventStore) {
    super(store, claimDecider);
  }
}
