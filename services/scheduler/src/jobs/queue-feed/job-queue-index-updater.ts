import type { ProjectedBatch, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { jobsView, type JobDocument } from '../views/job.view.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import type { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';

const UNFINISHED = ['awaitingApproval', 'submitted', 'approved', 'queued', 'placed', 'running'];

/**
 * Fills the queue index from the view at the start (unfinished jobs, however long the history) and updates it from
 * then on. Changes that the view writes during the fill are newer than what is read, and are not overwritten by it.
 */
export class JobQueueIndexUpdater {
  #state: 'idle' | 'filling' | 'following' = 'idle';
  readonly #followed = new Set<string>();

  readonly #listeners: ((jobId: string, live: boolean) => void)[] = [];

  constructor(
    private readonly queueIndex: JobQueueIndex,
    private readonly dirtyPools: Pick<DirtyPools, 'mark'>,
  ) {}

  /** Called after each change of a job that the index has taken in; live: it has just happened. */
  onChanged(listener: (jobId: string, live: boolean) => void): void {
    this.#listeners.push(listener);
  }

  readonly follow = ({ projection, changes, live }: ProjectedBatch): void => {
    if (projection !== jobsView.name || this.#state === 'idle') return;
    for (const { id, after } of changes) {
      if (after === undefined) continue;
      if (this.#state === 'filling') this.#followed.add(id);
      this.dirtyPools.mark(this.queueIndex.apply(after as unknown as JobDocument));
      for (const listener of this.#listeners) listener(id, live);
    }
  };

  async fill(readModels: ReadModels): Promise<void> {
    this.#state = 'filling';
    const jobs = readModels.collection<JobDocument>(jobsView.collection);
    const where = { state: { in: UNFINISHED } };
    for await (const { id, document } of everyDocument(jobs, { where }))
      if (!this.#followed.has(id)) this.queueIndex.apply(document);
    this.#state = 'following';
    this.#followed.clear();
  }
}
