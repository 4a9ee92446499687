import type { ProcessStore } from '@berth/service-host/process-store';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedWork } from '@berth/service-host/repeating';
import { foreignFacts, type Facts } from './facts.js';

const NAME = 'parked-facts';
/** Much shorter than a holder who seems to be gone is waited for. */
const EVERY_MS = 2_000;

/** Keeps the facts told whether something of what other services have said is parked, and so missing among them. */
export class ParkedFacts {
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
    return repeatedWork(() => this.look(), { name: NAME, everyMs: EVERY_MS, log });
  }
}
