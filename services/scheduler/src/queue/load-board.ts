import type { ReadModels } from '@berth/read-models';
import { jobsView, type JobDocument } from '../views/job.view.js';
import type { Board } from './board.js';

const UNFINISHED = ['awaitingApproval', 'submitted', 'approved', 'queued', 'placed', 'running'];

/** Fills the board from the view at the start: what is unfinished, however long the history. */
export async function loadBoard(board: Board, readModels: ReadModels): Promise<void> {
  const jobs = readModels.collection<JobDocument>(jobsView.collection);
  for (let cursor: string | undefined; ;) {
    const page = await jobs.query({
      where: { state: { in: UNFINISHED } },
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { document } of page.items) board.apply(document);
    cursor = page.items.at(-1)?.cursor;
    if (!page.hasMore) return;
  }
}
