import type { ApiTokenEvent } from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import { apiTokenDecider, type ApiTokenCommand } from './api-token.decider.js';
import type { ApiToken } from './api-token.js';

export class ApiTokens extends Aggregates<ApiToken, ApiTokenCommand, ApiTokenEvent> {
  constructor(store: EventStore) {
    super(store, apiTokenDecider);
  }
}
