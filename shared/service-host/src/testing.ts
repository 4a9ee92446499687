import assert from 'node:assert/strict';
import type { Rejection, RejectionCode } from '@berth/kernel/rejection';
import type { Decider, DomainEvent } from './decider.js';

/** `given(decider).events(...).when(command).then(...events)` or `.refused(code, field?)`. */
export const given = <S, C, E extends DomainEvent>(decider: Decider<S, C, E>): Scenario<S, C, E> =>
  new Scenario(decider, []);

export class Scenario<S, C, E extends DomainEvent> {
  constructor(
    private readonly decider: Decider<S, C, E>,
    private readonly past: readonly E[],
  ) {}

  events(...events: readonly E[]): Scenario<S, C, E> {
    return new Scenario(this.decider, [...this.past, ...events]);
  }

  when(command: C): Outcome<S, C, E> {
    const state = this.past.reduce(
      (folded, event) => this.decider.evolve(folded, event),
      this.decider.initialState,
    );
    return new Outcome(this.decider, this.past, this.decider.decide(command, state));
  }
}

export class Outcome<S, C, E extends DomainEvent> {
  constructor(
    private readonly decider: Decider<S, C, E>,
    private readonly past: readonly E[],
    private readonly decided: ReturnType<Decider<S, C, E>['decide']>,
  ) {}

  /** Exactly these events; `and` goes on from there. */
  then(...expected: readonly E[]): this {
    if (!this.decided.ok) assert.fail(`refused: ${this.decided.error.code} ${this.decided.error.message}`);
    assert.deepEqual(this.decided.value, expected);
    return this;
  }

  thenTypes(...types: readonly E['type'][]): this {
    if (!this.decided.ok) assert.fail(`refused: ${this.decided.error.code} ${this.decided.error.message}`);
    assert.deepEqual(
      this.decided.value.map((event) => event.type),
      types,
    );
    return this;
  }

  nothing(): this {
    return this.then();
  }

  refused(code: RejectionCode, field?: string): this {
    if (this.decided.ok) assert.fail(`decided: ${this.decided.value.map((event) => event.type).join(', ')}`);
    assert.equal(this.decided.error.code, code);
    if (field !== undefined) assert.equal(this.decided.error.field, field);
    return this;
  }

  /** For the details of a refusal other than its code and field. */
  get rejection(): Rejection {
    if (this.decided.ok) assert.fail(`decided: ${this.decided.value.map((event) => event.type).join(', ')}`);
    return this.decided.error;
  }

  /** The same aggregate after these events have been recorded. */
  get and(): Scenario<S, C, E> {
    return new Scenario(this.decider, this.decided.ok ? [...this.past, ...this.decided.value] : this.past);
  }
}
