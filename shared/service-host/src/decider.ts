import type { JsonObject } from '@berth/kernel/json';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';

/** What a decider returns and folds: an event without its envelope. */
export interface DomainEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/**
 * The pure heart of an aggregate: no I/O, clock, random or Nest. Whatever it needs from outside (the time, ids,
 * foreign facts) comes in with the command. An unknown event type must throw in `evolve`, never be passed over.
 */
export interface Decider<S, C, E extends DomainEvent> {
  readonly initialState: S;
  evolve(state: S, event: E): S;
  decide(command: C, state: S): Result<readonly E[], Rejection>;
}
