import type { Rejection } from '@berth/kernel/rejection';
import type { CommandMeta } from './command-meta.js';
import type { Decider, DomainEvent } from './decider.js';
import type { FoldedStream } from './folded-stream.js';

/** What is to become of one command of a group, should the group's append succeed. */
export type Decision<S, E> =
  | {
      readonly kind: 'events';
      readonly events: readonly E[];
      /** After them. */
      readonly state: S;
      readonly revision: number;
    }
  | { readonly kind: 'nothing'; readonly state: S }
  | { readonly kind: 'refused'; readonly rejection: Rejection }
  | { readonly kind: 'repeat'; readonly revisions: readonly [number, number] }
  | { readonly kind: 'reused' }
  /** The decider threw. */
  | { readonly kind: 'failed'; readonly error: unknown };

interface Asked<C> {
  readonly command: C;
  readonly meta: CommandMeta;
}

/** Decides commands one after the other, each on what those before it lead to. Nothing is remembered yet. */
export function decideGroup<S, C, E extends DomainEvent>(
  decider: Decider<S, C, E>,
  group: readonly Asked<C>[],
  folded: FoldedStream<S>,
): { readonly decisions: readonly Decision<S, E>[]; readonly events: readonly E[] } {
  const inGroup = new Map<string, { inputHash: string; revisions: readonly [number, number] }>();
  const events: E[] = [];
  let { state } = folded;
  const decisions = group.map(({ command, meta }): Decision<S, E> => {
    const before = folded.memory.find(meta.commandId) ?? inGroup.get(meta.commandId);
    if (before) {
      return before.inputHash === meta.inputHash
        ? { kind: 'repeat', revisions: before.revisions }
        : { kind: 'reused' };
    }
    try {
      const decided = decider.decide(command, state);
      if (!decided.ok) return { kind: 'refused', rejection: decided.error };
      if (decided.value.length === 0) return { kind: 'nothing', state };
      const first = folded.revision + events.length + 1;
      state = decided.value.reduce((evolved, event) => decider.evolve(evolved, event), state);
      events.push(...decided.value);
      const revision = folded.revision + events.length;
      inGroup.set(meta.commandId, { inputHash: meta.inputHash, revisions: [first, revision] });
      return { kind: 'events', events: decided.value, state, revision };
    } catch (error) {
      return { kind: 'failed', error };
    }
  });
  return { decisions, events };
}
