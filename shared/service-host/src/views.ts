import { ownEvents, ProjectionRunner, type ProjectionStatus } from '@berth/read-models';
import { START, type EventStore } from '@berth/event-store';
import type { Platform, ServiceParts } from './platform.js';

/** The service's own views, kept up with its own store. A view that can't fold an event halts and says so. */
export class Views {
  #runner: ProjectionRunner | undefined;
  #store: EventStore | undefined;
  #known: Platform['knownPosition'] = async () => START;

  async start(service: string, platform: Platform, parts: ServiceParts): Promise<void> {
    const { store, readModels, log } = platform;
    this.#store = store;
    this.#known = platform.knownPosition;
    this.#runner = new ProjectionRunner({
      source: ownEvents(service, store),
      readModels,
      projections: parts.projections as never,
      onHalted: (status) =>
        log.error({ status }, 'a view has halted: it met an event that this version can not fold'),
      ...(parts.onViews ? { onBatch: parts.onViews } : {}),
    });
    await this.#runner.start();
  }

  /** Nobody holds up a service by waiting for what has never been recorded. */
  async waitFor(position: string, timeoutMs: number): Promise<boolean> {
    if (!this.#runner || !this.#store) return false;
    if (await this.#runner.waitFor(position, 0)) return true;
    // What is known to be recorded need not be looked for, which on a cluster is a read of the log's end.
    if (position > (await this.#known()) && position > (await this.#store.lastPosition())) return false;
    return this.#runner.waitFor(position, timeoutMs);
  }

  status(): readonly ProjectionStatus[] {
    return this.#runner?.status() ?? [];
  }

  async stop(): Promise<void> {
    await this.#runner?.stop();
  }
}
