import type { ProjectedBatch, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { jobsView, type JobDocument } from '../views/job.view.js';
import type { Board } from '../../queue/waiting/board.js';

const UNFINISHED = ['awaitingApproval', 'submitted', 'approved', 'queued', 'placed', 'running'];

/**
 * Fills the board from the view at the start (what is unfinished, however long the history) and keeps it up from then
 * on. What the view writes while the board is being filled is newer than what is read, and is not overwritten by it.
 */
export class BoardFeed {
  #state: 'idle' | 'filling' | 'following' = 'idle';
  readonly #followed = new Set<string>();

  constructor(
    private readonly board: Board,
    private readonly changed: (jobId: string, poolId: string, live: boolean) => void,
  ) {}

  readonly follow = ({ projection, changes, live }: ProjectedBatch): void => {
    if (projection !== jobsView.name || this.#state === 'idle') return;
    for (const { id, after } of changes) {
      if (after === undefined) continue;
      if (this.#state === 'filling') this.#followed.add(id);
      const poolId = this.board.apply(after as unknown as JobDocument);
      this.changed(id, poolId, live);
    }
  };

  async fill(readModels: ReadModels): Promise<void> {
    this.#state = 'filling';
    const jobs = readModels.collection<JobDocument>(jobsView.collection);
    const where = { state: { in: UNFINISHED } };
    for await (const { id, document } of everyDocument(jobs, { where }))
      if (!this.#followed.has(id)) this.board.apply(document);
    this.#state = 'following';
    this.#followed.clear();
  }
}
