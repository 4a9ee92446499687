import type { QuarantineEvent, QuarantineView } from '@berth/contracts/scheduler/quarantine';
import { elapsedMs } from '@berth/kernel/clock';
import type { Projection } from '@berth/read-models';
import { formatInstant, many } from '@berth/kernel/words';
import { InMemoryView } from '@berth/read-models/in-memory-view';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import type { HeldJob, JobQueueIndex } from '../../queue/waiting/job-queue-index.js';
import { evolveQuarantine, noQuarantine, type Quarantine } from './quarantine.js';

export const quarantinesView: Projection<Quarantine, QuarantineEvent> = {
  name: 'quarantines',
  version: 1,
  collection: { name: 'quarantines', indexes: [] },
  keys: (event) => (event.type.startsWith('scheduler.quarantine.') ? [String(event.data['hostId'])] : []),
  evolve: (document, event) => evolveQuarantine(document ?? noQuarantine, event),
};

/** Which hosts are quarantined, in memory. */
export class Quarantines {
  readonly table: InMemoryView<Quarantine>;
  /** Until when, on the monotonic clock in ms: changes of the wall clock have no effect once it is read. */
  readonly #untilMs = new Map<string, { readonly until: string; readonly ms: number }>();

  constructor(
    private readonly parts: {
      readonly queueIndex: Pick<JobQueueIndex, 'heldOn'>;
      readonly dirtyPools: Pick<DirtyPools, 'markAll'>;
      readonly now: () => string;
      readonly monotonicMs: () => number;
    },
  ) {
    this.table = new InMemoryView(quarantinesView, () => parts.dirtyPools.markAll());
  }

  /** Until its end no work; then one job at a time, until one has started successfully. */
  readonly isBlocked = (hostId: string): boolean => {
    const quarantine = this.table.get(hostId);
    if (!quarantine || quarantine.times === 0) return false;
    if (this.#leftMs(hostId, quarantine) > 0) return true;
    const { until = '' } = quarantine;
    const placedAt = ({ scheduling }: HeldJob) => scheduling.runs.at(-1)?.placedAt ?? '';
    return this.parts.queueIndex.heldOn(hostId).some((held) => placedAt(held) >= until);
  };

  /** It takes one job at a time. */
  readonly isOnProbation = (hostId: string): boolean => {
    const quarantine = this.table.get(hostId);
    return quarantine !== undefined && quarantine.times > 0 && this.#leftMs(hostId, quarantine) <= 0;
  };

  /** Hosts on which the last start failed. */
  *hostsWithFailures(): Iterable<string> {
    for (const [hostId, { failures }] of this.table.entries()) if (failures.length > 0) yield hostId;
  }

  readonly view = (hostId: string): QuarantineView | undefined => {
    const quarantine = this.table.get(hostId);
    const { times = 0, since, until, failures = [] } = quarantine ?? {};
    if (!quarantine || times === 0 || since === undefined || until === undefined) return undefined;
    const what = `the last ${many(failures.length, 'start')} here failed`;
    const then = this.isOnProbation(hostId)
      ? 'it takes one job at a time'
      : `it takes no jobs until ${formatInstant(until)}, and then one at a time`;
    return { hostId, since, until, message: `${what}; ${then}` };
  };

  #leftMs(hostId: string, { until }: Quarantine): number {
    if (until === undefined) return 0;
    let known = this.#untilMs.get(hostId);
    if (known?.until !== until) {
      known = { until, ms: this.parts.monotonicMs() + elapsedMs(this.parts.now(), until) };
      this.#untilMs.set(hostId, known);
    }
    return known.ms - this.parts.monotonicMs();
  }
}
