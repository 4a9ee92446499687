import { type Position, readAs, type RecordedEvent } from '@berth/event-store';
import { CommandMemory } from './command-memory.js';
import type { Decider, DomainEvent } from './decider.js';

/** A stream folded up to a revision: what commands are decided on. Never changed; folding gives a new one. */
export interface FoldedStream<S> {
  readonly state: S;
  /** Of the last event folded; -1 where there is none. */
  readonly revision: number;
  readonly position?: Position;
  readonly lastEventId?: string;
  readonly memory: CommandMemory;
}

export const nothingFolded = <S>(initialState: S): FoldedStream<S> => ({
  state: initialState,
  revision: -1,
  memory: CommandMemory.empty,
});

export function foldRecorded<S, C, E extends DomainEvent>(
  decider: Decider<S, C, E>,
  folded: FoldedStream<S>,
  events: readonly RecordedEvent[],
): FoldedStream<S> {
  const last = events.at(-1);
  if (!last) return folded;
  let { state, memory } = folded;
  for (const event of events) {
    state = decider.evolve(state, readAs<E>(event));
    memory = memory.with(event.metadata, event.revision, event.revision);
  }
  return { state, revision: last.revision, position: last.position, lastEventId: last.id, memory };
}
