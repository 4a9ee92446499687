import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import { jobsView, type JobDocument } from '../views/job.view.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import type { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';

const EVERY_MS = 60_000;
/** The states of indexed jobs: those before `queued` last no longer than an append. */
const INDEXED_STATES: readonly string[] = ['awaitingApproval', 'queued', 'placed', 'running'];

/**
 * Compares the queue index with the view of jobs, to find jobs that the index lacks. Where instances of the service
 * share their views, one that was suspended may write changes on resuming that the other's index should have
 * received.
 */
export class JobQueueIndexCheck {
  readonly #jobs: Collection<JobDocument>;
  /** Missing at the last check: a job whose event is just being handled may be missing once. */
  #missing = new Set<string>();

  constructor(
    private readonly queueIndex: JobQueueIndex,
    readModels: ReadModels,
    private readonly dirtyPools: Pick<DirtyPools, 'mark'>,
  ) {
    this.#jobs = readModels.collection<JobDocument>(jobsView.collection);
  }

  /** @returns jobs that were missing twice in a row, and are added to the index now */
  async look(): Promise<readonly string[]> {
    const before = this.#missing;
    this.#missing = new Set();
    const added: string[] = [];
    const where = { state: { in: INDEXED_STATES } };
    for await (const { id, document } of everyDocument(this.#jobs, { where })) {
      if (this.queueIndex.shows(document)) continue;
      if (!before.has(id)) this.#missing.add(id);
      else if (await this.#add(id)) added.push(id);
    }
    return added;
  }

  /** As it is now: it may have ended since the page was read. */
  async #add(id: string): Promise<boolean> {
    const document = (await this.#jobs.get(id))?.document;
    if (!document || !INDEXED_STATES.includes(document.state) || this.queueIndex.shows(document))
      return false;
    this.dirtyPools.mark(this.queueIndex.apply(document));
    return true;
  }
}

/** Polls; a finding is logged, since there should be none. */
export const queueIndexCheck = (check: JobQueueIndexCheck, log: Logger): BackgroundWork =>
  poller(
    async () => {
      const added = await check.look();
      if (added.length > 0)
        log.warn({ jobs: added.length }, 'the queue index had missed some queued jobs; they were added');
    },
    { name: 'queueIndex-check', everyMs: EVERY_MS, log },
  );
