import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedWork } from '@berth/service-host/repeating';
import { jobsView, type JobDocument } from '../views/job.view.js';
import type { Board } from '../../queue/waiting/board.js';

const EVERY_MS = 60_000;
/** What the board has: the states before `queued` last no longer than an append. */
const ON_THE_BOARD: readonly string[] = ['awaitingApproval', 'queued', 'placed', 'running'];

/**
 * Compares the board with the view of jobs, for jobs that are not on the board where the view has them. Where copies of the
 * service share their views, one that was frozen writes when it wakes up what the other's board should have been told.
 */
export class BoardCheck {
  readonly #jobs: Collection<JobDocument>;
  /** Missing when last looked at: what is just being told may be missing once. */
  #missing = new Set<string>();

  constructor(
    private readonly board: Board,
    readModels: ReadModels,
    private readonly found: (poolId: string) => void,
  ) {
    this.#jobs = readModels.collection<JobDocument>(jobsView.collection);
  }

  /** @returns jobs that were missing twice running, and are on the board now */
  async look(): Promise<readonly string[]> {
    const before = this.#missing;
    this.#missing = new Set();
    const added: string[] = [];
    const where = { state: { in: ON_THE_BOARD } };
    for await (const { id, document } of everyDocument(this.#jobs, { where })) {
      if (this.board.shows(document)) continue;
      if (!before.has(id)) this.#missing.add(id);
      else if (await this.add(id)) added.push(id);
    }
    return added;
  }

  /** As it is now: it may have ended since the page was read. */
  private async add(id: string): Promise<boolean> {
    const document = (await this.#jobs.get(id))?.document;
    if (!document || !ON_THE_BOARD.includes(document.state) || this.board.shows(document)) return false;
    this.found(this.board.apply(document));
    return true;
  }
}

/** Looks again and again; what it finds is said, since it should find nothing. */
export const checkBoard = (check: BoardCheck, log: Logger): BackgroundWork =>
  repeatedWork(
    async () => {
      const added = await check.look();
      if (added.length > 0)
        log.warn({ jobs: added.length }, 'the queue had not heard of some jobs that wait; now it has');
    },
    { name: 'board-check', everyMs: EVERY_MS, log },
  );
