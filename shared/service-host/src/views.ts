import { ownEvents, ProjectionRunner, type ProjectionStatus } from '@berth/read-models';
import { START, type EventStore } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { Platform, ServiceParts } from './platform.js';

/** The service's own views, updated from its own store. A view that cannot fold an event halts and reports it. */
export class Views {
  #runner: ProjectionRunner | undefined;
  #store: EventStore | undefined;
  #known: Platform['lastKnownPosition'] = async () => START;

  async start(service: string, platform: Platform, parts: ServiceParts): Promise<void> {
    const { store, readModels, log } = platform;
    this.#store = store;
    this.#known = platform.lastKnownPosition;
    this.#runner = new ProjectionRunner({
      source: ownEvents(service, store),
      readModels,
      projections: parts.projections,
      onHalted: (status) => log.error({ status }, 'a view has halted: this version cannot apply an event'),
      ...defined({ onBatch: parts.onViews }),
    });
    await this.#runner.start();
  }

  /** Waiting for a position that has never been recorded must not block a service. */
  async waitFor(position: string, timeoutMs: number, names?: readonly string[]): Promise<boolean> {
    if (!this.#runner || !this.#store) return false;
    if (await this.#runner.waitFor(position, 0, names)) return true;
    // A known position needs no lookup, which on a cluster is a read of the log's end.
    if (position > (await this.#known()) && position > (await this.#store.lastPosition())) return false;
    return this.#runner.waitFor(position, timeoutMs, names);
  }

  status(): readonly ProjectionStatus[] {
    return this.#runner?.status() ?? [];
  }

  async stop(): Promise<void> {
    await this.#runner?.stop();
  }
}
