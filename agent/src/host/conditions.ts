import type { HostCondition, HostConditionKind } from '@berth/contracts/inventory/events';

/**
 * What is wrong with this host as a whole, whichever part of the agent found it. Each change is reported to the
 * platform, which gives the host no work that a condition forbids; when it is cleared the host takes work again.
 */
export class HostConditions {
  readonly #messages = new Map<HostConditionKind, string>();
  readonly #listeners = new Set<() => void>();

  /**
   * The same again changes nothing. Numbers that change all the time don't belong in the message: each change is
   * reported.
   */
  raise(kind: HostConditionKind, message: string): void {
    if (this.#messages.get(kind) === message) return;
    this.#messages.set(kind, message);
    this.#changed();
  }

  clear(kind: HostConditionKind): void {
    if (this.#messages.delete(kind)) this.#changed();
  }

  /** By kind. */
  list(): readonly HostCondition[] {
    return [...this.#messages]
      .map(([kind, message]) => ({ kind, message }))
      .sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }

  /** @returns what ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
