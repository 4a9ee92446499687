import type { HostEvent } from '@berth/contracts/inventory/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Facts } from '../facts/facts.js';
import { isGone } from '../facts/host.facts.js';
import type { Board } from '../queue/waiting/board.js';
import type { Dispatcher } from './dispatcher.js';
import type { HostRoster } from './host-roster.js';
import type { Reconciler } from './reconciler.js';

/** What the scheduler does about other services' events, beyond keeping a copy of their facts. */
export class ForeignHandlers {
  constructor(
    private readonly board: Board,
    private readonly facts: Facts,
    private readonly roster: HostRoster,
    private readonly dispatcher: Dispatcher,
    private readonly reconciler: Reconciler,
    /** Resolves when the board has seen all that is stored. */
    private readonly untilCurrent: () => Promise<void>,
  ) {}

  async inventory(event: RecordedEvent): Promise<void> {
    const { type, data } = event as unknown as HostEvent;
    switch (type) {
      case 'inventory.host.lost.v1':
        return this.lose(data.hostId, 'its host was lost');
      case 'inventory.host.stopped.v1':
        return this.lose(data.hostId, 'its host was stopped');
      case 'inventory.host.removed.v1':
        return this.lose(data.hostId, 'its host was removed');
      case 'inventory.host.returned.v1':
      case 'inventory.host.reported.v1':
        if (!this.roster.isSettled(data.hostId)) void this.reconciler.ask(data.hostId);
        return;
      default:
        return;
    }
  }

  /**
   * The facts are ahead of the event: a host that has come back since keeps its runs, and an event that is told again
   * takes nothing from it.
   */
  private async lose(hostId: string, why: string): Promise<void> {
    this.roster.unsettle(hostId);
    const host = this.facts.hosts.get(hostId);
    if (!host || !isGone(host)) return;
    await this.untilCurrent();
    for (const held of this.board.heldOn(hostId)) await this.dispatcher.lose(held, why);
  }
}
