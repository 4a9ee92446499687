import type { ServiceName } from '@berth/contracts/services';
import type { BaseConfig } from './config.js';
import type { Foundation } from './foundation.js';
import type { BackgroundWork, ServiceParts } from './platform.js';
import { RunningReactor } from './reactor.js';

/**
 * What a service does without being asked: its process managers and its background work. They begin once other
 * services' facts are in its copies, except for what needs none.
 */
export class Work {
  readonly reactors: readonly RunningReactor[];
  readonly #background = new AbortController();
  readonly #running: Promise<void>[] = [];
  #stopped = false;

  constructor(
    service: ServiceName,
    private readonly foundation: Pick<Foundation<BaseConfig>, 'platform' | 'factsAreCurrent'>,
    private readonly parts: ServiceParts,
  ) {
    const { store, processes, log } = foundation.platform;
    this.reactors = (parts.reactors ?? []).map(
      (reactor) => new RunningReactor(reactor, { service, store, processes, log }),
    );
  }

  startIndependent(): void {
    this.#start((work) => work.needsNoFacts === true);
  }

  /** Once facts have caught up; may be later than requests are taken. */
  startRest(): void {
    if (this.#stopped) return;
    this.foundation.factsAreCurrent();
    for (const reactor of this.reactors) reactor.start();
    this.#start((work) => work.needsNoFacts !== true);
  }

  /** Background work is told to end; requests at hand may still count on the process managers. */
  endBackground(): void {
    this.#stopped = true;
    this.#background.abort();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running);
    await Promise.all(this.reactors.map((reactor) => reactor.stop()));
  }

  #start(isMeant: (work: BackgroundWork) => boolean): void {
    const { log } = this.foundation.platform;
    for (const work of (this.parts.background ?? []).filter(isMeant)) {
      const running = work
        .start(this.#background.signal)
        .catch((error: unknown) => log.error({ err: error, work: work.name }, 'background work failed'));
      this.#running.push(running);
    }
  }
}
