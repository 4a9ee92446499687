import type { ProjectedBatch, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { DirtyPools } from './dirty-pools.js';
import type { JobQueueIndex } from './job-queue-index.js';
import type { SchedulingState } from './scheduling-state.js';
import { schedulingStates } from './scheduling-states.view.js';

const BY_SUBMISSION = [{ field: 'submittedAt', direction: 'asc' }] as const;

/**
 * Fills the queue index at the start with the scheduling states of jobs that have not ended, however long the history,
 * and feeds it what each event makes of them from then on, in the order of the log. What is folded during the fill is
 * newer than what is read, and is not overwritten by it.
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
    if (projection !== schedulingStates.name || this.#state === 'idle') return;
    for (const { id, after } of changes) {
      if (this.#state === 'filling') this.#followed.add(id);
      const poolId = after
        ? this.queueIndex.apply(after as unknown as SchedulingState)
        : this.queueIndex.remove(id);
      if (poolId === undefined) continue;
      this.dirtyPools.mark(poolId);
      for (const listener of this.#listeners) listener(id, live);
    }
  };

  async fill(readModels: ReadModels): Promise<void> {
    this.#state = 'filling';
    const states = readModels.collection<SchedulingState>(schedulingStates.collection);
    for await (const { id, document } of everyDocument(states, { sort: BY_SUBMISSION }))
      if (!this.#followed.has(id)) this.queueIndex.apply(document);
    this.#state = 'following';
    this.#followed.clear();
  }
}
