import { isOpen, type HostFact } from '../facts/host.facts.js';

/**
 * Hosts whose agent has told which runs it has since it was last heard of: only they are offered, so that a host that
 * was lost takes no work before its stale runs have ended. Kept in memory: a scheduler that starts asks every host anew.
 */
export class HostRoster {
  readonly #settled = new Set<string>();
  readonly #listeners: (() => void)[] = [];

  /** @param keepsOut whether a host takes nothing for what has happened on it */
  constructor(private readonly keepsOut: (hostId: string) => boolean = () => false) {}

  settle(hostId: string): void {
    if (this.#settled.has(hostId)) return;
    this.#settled.add(hostId);
    for (const listener of this.#listeners) listener();
  }

  onSettled(listener: () => void): void {
    this.#listeners.push(listener);
  }

  unsettle(hostId: string): void {
    this.#settled.delete(hostId);
  }

  isSettled(hostId: string): boolean {
    return this.#settled.has(hostId);
  }

  readonly offered = (host: HostFact): boolean =>
    isOpen(host) && this.isSettled(host.hostId) && !this.keepsOut(host.hostId);

  /** Whether it is only its agent's answer that is waited for, which comes in seconds, or the host is lost. */
  readonly isAnswering = (host: HostFact): boolean => isOpen(host) && !this.isSettled(host.hostId);
}
