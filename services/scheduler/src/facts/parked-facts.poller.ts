import type { ProcessStore } from '@berth/service-host/process-store';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import { foreignFacts, type Facts } from './facts.js';

const NAME = 'parked-facts';
/** Much shorter than the delay before a holder counts as ineligible. */
const EVERY_MS = 2_000;

/** Tells the facts whether events of other services are parked, so that facts may be missing. */
export class ParkedFactsPoller {
  constructor(
    private readonly facts: Facts,
    private readonly processes: Pick<ProcessStore, 'parked'>,
  ) {}

  async look(): Promise<void> {
    const counts = await Promise.all(
      Object.keys(foreignFacts).map((source) => this.processes.parked.count(`scheduler-from-${source}`)),
    );
    this.facts.isComplete = counts.every((count) => count === 0);
  }

  work(log: Logger): BackgroundWork {
    return poller(() => this.look(), { name: NAME, everyMs: EVERY_MS, log });
  }
}
