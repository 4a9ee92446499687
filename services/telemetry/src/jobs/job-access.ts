import { setTimeout as sleep } from 'node:timers/promises';
import { may } from '@berth/contracts/permissions';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { Semaphore } from '@berth/kernel/semaphore';
import type { Collection } from '@berth/read-models';
import type { Identity } from '@berth/service-host/operation';
import type { KnownJob } from './job-directory.view.js';
import type { ProjectMembers } from '@berth/service-host/project-members.view';

/** A job that was submitted a moment ago may not be known here yet. */
const WAIT_MS = 1000;
const POLL_INTERVAL_MS = 50;
/** More than so many are not waited for at once: asking for what does not exist must not hold up others. */
const MAX_WAITING = 32;

/** Who may read the output of which jobs: members of the job's project, and operators, admins and auditors. */
export class JobAccess {
  readonly #waits = new Semaphore(MAX_WAITING, 0);

  constructor(
    private readonly jobs: Collection<KnownJob>,
    private readonly members: Collection<ProjectMembers>,
  ) {}

  /** @throws RejectedError NOT_FOUND also for a job that the caller may not see */
  async visibleJob(identity: Identity, jobId: string): Promise<KnownJob> {
    const job =
      (await this.#lookUp(identity, jobId)) ??
      (await this.#waits.tryRun(() => this.#waitFor(identity, jobId)));
    if (job) return job;
    throw new RejectedError(reject('NOT_FOUND', 'there is no such job, or you may not see it', 'jobId'));
  }

  /** Those among the ids that the caller may see, in no particular order. */
  async visibleJobs(identity: Identity, ids: readonly string[]): Promise<readonly KnownJob[]> {
    const jobs = (await this.jobs.getMany(ids)).map(({ document }) => document);
    if (may(identity, 'readAll')) return jobs;
    const projects = await this.members.getMany([...new Set(jobs.map((job) => job.projectId))]);
    const own = new Set(
      projects.filter(({ document }) => document.members.includes(identity.userId)).map(({ id }) => id),
    );
    return jobs.filter((job) => own.has(job.projectId));
  }

  async #waitFor(identity: Identity, jobId: string): Promise<KnownJob | undefined> {
    for (const deadline = performance.now() + WAIT_MS; performance.now() < deadline;) {
      await sleep(POLL_INTERVAL_MS);
      const job = await this.#lookUp(identity, jobId);
      if (job) return job;
    }
    return undefined;
  }

  async #lookUp(identity: Identity, jobId: string): Promise<KnownJob | undefined> {
    return (await this.visibleJobs(identity, [jobId]))[0];
  }
}
