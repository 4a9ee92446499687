import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy, type CommandMeta } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import { poller } from '@berth/service-host/poller';
import type { Facts } from '../../facts/facts.js';
import type { Feature } from '../../feature.js';
import type { JobCommand, Job } from '../job/job.js';
import { systemCommand } from '@berth/service-host/command-meta';
import type { JobQueueIndex, QueuedJob } from '../../queue/waiting/job-queue-index.js';
import { jobStream } from '../../streams.js';

export interface ArchivedProjectsParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly queueIndex: JobQueueIndex;
  readonly facts: Facts;
  readonly clock: Clock;
  readonly log: Logger;
  /** Resolves when the queue index has seen all that is stored. */
  readonly untilCurrent: () => Promise<void>;
  /** How often it looks at the queue, in ms. */
  readonly everyMs: number;
}

const NAME = 'archived-projects';
const CANCEL = 'scheduler.job.cancel.v1';
const REASON = 'its project is archived';

/**
 * Cancels jobs of archived projects that wait; those that run go on. Nothing of such a project is placed any more,
 * so this only has to be done at some time: when the project is archived, for those that await approval, and
 * repeatedly for whatever is in the queue, since a run that ends may put its job back there.
 */
export class ArchivedProjects {
  constructor(private readonly parts: ArchivedProjectsParts) {}

  get feature(): Feature {
    const { everyMs, log } = this.parts;
    const work = poller(() => this.#tick(), { name: NAME, everyMs, log });
    return { background: [work], handle: (event) => this.handle(event) };
  }

  async handle(event: RecordedEvent): Promise<void> {
    if (event.type !== 'auth.project.archived.v1') return;
    const projectId = String(event.data['projectId']);
    await this.parts.untilCurrent();
    const now = this.parts.clock.now();
    const waiting = [...this.parts.queueIndex.states].filter(
      (job) => job.projectId === projectId && (job.state === 'awaitingApproval' || job.state === 'queued'),
    );
    for (const { id } of waiting) await this.#cancel(id, causedBy(NAME, event, CANCEL, now, id));
  }

  /** A group of the queue belongs to one project, so this grows with the groups, not with the jobs. */
  async #tick(): Promise<void> {
    const { queueIndex, facts, clock } = this.parts;
    const isLeft = ([job]: readonly QueuedJob[]) => job && facts.projects.get(job.projectId)?.archived;
    const left = [...queueIndex.pools].flatMap((poolId) => {
      const unrunnable = [...queueIndex.unrunnable(poolId)].map((job) => [job]);
      return [...queueIndex.groups(poolId), ...unrunnable].filter(isLeft).flat();
    });
    for (const { jobId } of left) await this.#cancel(jobId, systemCommand(NAME, CANCEL, clock.now()));
  }

  /** One that has been placed meanwhile goes on. */
  async #cancel(jobId: string, meta: CommandMeta): Promise<void> {
    const { jobs } = this.parts;
    const { status } = (await jobs.load(jobStream(jobId), { fresh: true })).state;
    if (status !== 'queued' && status !== 'awaitingApproval') return;
    await jobs.execute(jobStream(jobId), { type: 'cancel', reason: REASON, now: meta.now }, meta);
  }
}
