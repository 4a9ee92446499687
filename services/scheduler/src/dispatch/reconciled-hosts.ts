import { isOpen, type HostFact } from '../facts/host.facts.js';

/**
 * Hosts whose agent has reported its runs since it last connected: only they are schedulable, so that a host that
 * was lost takes no work before its stale runs have ended. Kept in memory: a scheduler that starts queries every
 * host anew.
 */
export class ReconciledHosts {
  readonly #reconciled = new Set<string>();
  readonly #listeners: (() => void)[] = [];

  /** @param isBlocked whether a host takes no work because of earlier failures */
  constructor(private readonly isBlocked: (hostId: string) => boolean = () => false) {}

  markReconciled(hostId: string): void {
    if (this.#reconciled.has(hostId)) return;
    this.#reconciled.add(hostId);
    for (const listener of this.#listeners) listener();
  }

  onReconciled(listener: () => void): void {
    this.#listeners.push(listener);
  }

  markUnreconciled(hostId: string): void {
    this.#reconciled.delete(hostId);
  }

  isReconciled(hostId: string): boolean {
    return this.#reconciled.has(hostId);
  }

  readonly isSchedulable = (host: HostFact): boolean =>
    isOpen(host) && this.isReconciled(host.hostId) && !this.isBlocked(host.hostId);

  /** Whether it is only its agent's answer that is waited for, which comes in seconds, or the host is lost. */
  readonly isAwaitingAgent = (host: HostFact): boolean => isOpen(host) && !this.isReconciled(host.hostId);
}
