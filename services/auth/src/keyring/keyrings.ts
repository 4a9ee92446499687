import type { KeyringEvent } from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import { keyringDecider, type AddKey } from './keyring.decider.js';
import type { Keyring } from './keyring.js';

export class Keyrings extends Aggregates<Keyring, AddKey, KeyringEvent> {
  constructor(store: EventStore) {
    super(store, keyringDecider);
  }
}
