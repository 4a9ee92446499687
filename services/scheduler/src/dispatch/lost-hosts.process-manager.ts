import type { HostEvent } from '@berth/contracts/inventory/events';
import { readAs, type RecordedEvent } from '@berth/event-store';
import type { Facts } from '../facts/facts.js';
import { isGone } from '../facts/host.facts.js';
import type { JobQueueIndex } from '../queue/waiting/job-queue-index.js';
import type { Dispatcher } from './dispatcher.js';
import type { ReconciledHosts } from './reconciled-hosts.js';
import type { Reconciler } from './reconciler.js';

/** Declares runs lost with their hosts, and asks hosts that are back to reconcile. */
export class LostHosts {
  constructor(
    private readonly queueIndex: JobQueueIndex,
    private readonly facts: Facts,
    private readonly reconciledHosts: ReconciledHosts,
    private readonly dispatcher: Dispatcher,
    private readonly reconciler: Reconciler,
    /** Resolves when the queue index has seen all that is stored. */
    private readonly untilCurrent: () => Promise<void>,
  ) {}

  async handle(event: RecordedEvent): Promise<void> {
    const { type, data } = readAs<HostEvent>(event);
    switch (type) {
      case 'inventory.host.lost.v1':
        return this.#markRunLost(data.hostId, 'its host was lost');
      case 'inventory.host.stopped.v1':
        return this.#markRunLost(data.hostId, 'its host was stopped');
      case 'inventory.host.removed.v1':
        return this.#markRunLost(data.hostId, 'its host was removed');
      case 'inventory.host.returned.v1':
      case 'inventory.host.reported.v1':
        if (!this.reconciledHosts.isReconciled(data.hostId)) void this.reconciler.ask(data.hostId);
        return;
      default:
        return;
    }
  }

  /**
   * The facts are ahead of the event: a host that has come back since keeps its runs, and a redelivered event has no
   * effect on it.
   */
  async #markRunLost(hostId: string, why: string): Promise<void> {
    this.reconciledHosts.markUnreconciled(hostId);
    const host = this.facts.hosts.get(hostId);
    if (!host || !isGone(host)) return;
    await this.untilCurrent();
    for (const held of this.queueIndex.heldOn(hostId)) await this.dispatcher.markRunLost(held, why);
  }
}
