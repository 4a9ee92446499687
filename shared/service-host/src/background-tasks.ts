import type { ServiceName } from '@berth/contracts/services';
import type { BaseConfig } from './config.js';
import type { Foundation } from './foundation.js';
import type { BackgroundWork, ServiceParts } from './platform.js';
import { RunningProcessManager } from './process-manager.js';

/**
 * The background tasks of a service: its process managers and pollers. They start once other services' facts are in
 * its copies, except for those that need none.
 */
export class BackgroundTasks {
  readonly processManagers: readonly RunningProcessManager[];
  readonly #background = new AbortController();
  readonly #running: Promise<void>[] = [];
  #stopped = false;

  constructor(
    service: ServiceName,
    private readonly foundation: Pick<Foundation<BaseConfig>, 'platform' | 'factsAreCurrent'>,
    private readonly parts: ServiceParts,
  ) {
    const { store, processes, log } = foundation.platform;
    this.processManagers = (parts.processManagers ?? []).map(
      (processManager) => new RunningProcessManager(processManager, { service, store, processes, log }),
    );
  }

  startIndependent(): void {
    this.#start((work) => work.needsNoFacts === true);
  }

  /** Once facts have caught up; may be after requests are accepted. */
  startAfterFacts(): void {
    if (this.#stopped) return;
    this.foundation.factsAreCurrent();
    for (const processManager of this.processManagers) processManager.start();
    this.#start((work) => work.needsNoFacts !== true);
  }

  /** Pollers are stopped; pending requests may still depend on the process managers. */
  endBackground(): void {
    this.#stopped = true;
    this.#background.abort();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running);
    await Promise.all(this.processManagers.map((processManager) => processManager.stop()));
  }

  #start(isMeant: (work: BackgroundWork) => boolean): void {
    const { log } = this.foundation.platform;
    for (const work of (this.parts.background ?? []).filter(isMeant)) {
      const running = work
        .start(this.#background.signal)
        .catch((error: unknown) => log.error({ err: error, work: work.name }, 'a background task failed'));
      this.#running.push(running);
    }
  }
}
