import type { Clock } from '@berth/kernel/clock';
import { newId } from '@berth/kernel/ids';
import type { Collection, ReadModels } from '@berth/read-models';
import { bySystem } from '../command-part.js';
import type { HostCommand } from '../host/host.js';
import type { Hosts } from '../host/hosts.js';
import { everyDocument } from '@berth/read-models/every-document';
import { hostLeasesCollection, type HostLeases } from '../facts/host-leases.view.js';
import { hostsCollection, type HostDocument } from '../host/hosts.view.js';

const ACTOR = 'drain-poller';

/**
 * Records a draining host as drained when its last lease has ended. The scheduler learns of a drain with a delay
 * and may still place a run by then: so a host must have been without a lease for `settleMs`, and one that gets a lease
 * nevertheless goes back to draining.
 */
export class DrainPoller {
  readonly #hosts: Collection<HostDocument>;
  readonly #leases: Collection<HostLeases>;
  /** Since when each draining host has been seen without a lease, by the monotonic clock. */
  readonly #freeSince = new Map<string, number>();

  constructor(
    private readonly parts: {
      readonly hosts: Hosts;
      readonly readModels: ReadModels;
      readonly clock: Clock;
      readonly monotonicMs: () => number;
      readonly settleMs: number;
    },
  ) {
    this.#hosts = parts.readModels.collection(hostsCollection);
    this.#leases = parts.readModels.collection(hostLeasesCollection);
  }

  /** @param connected whether events of leases are received now; otherwise nothing is checked */
  async sweep(connected: boolean): Promise<void> {
    if (!connected) return this.#freeSince.clear();
    const closed = { where: { scheduling: { in: ['draining', 'drained'] } } };
    for await (const { id, document } of everyDocument(this.#hosts, closed)) {
      const leased = (await this.#leases.get(id)) !== undefined;
      if (document.scheduling === 'draining') await this.#checkDraining(id, leased);
      else if (leased)
        await this.#carryOut({
          type: 'reopenDrain',
          hostId: id,
          reason: 'a lease began after it was drained',
        });
    }
  }

  async #checkDraining(hostId: string, leased: boolean): Promise<void> {
    const now = this.parts.monotonicMs();
    const since = leased ? undefined : (this.#freeSince.get(hostId) ?? now);
    if (since === undefined) this.#freeSince.delete(hostId);
    else this.#freeSince.set(hostId, since);
    if (since === undefined || now - since < this.parts.settleMs) return;
    await this.#carryOut({ type: 'completeDrain', hostId });
    this.#freeSince.delete(hostId);
  }

  async #carryOut(command: HostCommand): Promise<void> {
    const meta = bySystem(ACTOR, 'inventory.host.drain.v1', this.parts.clock.now(), command.hostId, newId());
    await this.parts.hosts.execute(command, meta);
  }
}
