import type { JobSpec } from '@berth/contracts/scheduler/events';
import { defined } from '@berth/kernel/defined';
import { Facts } from '../../facts/facts.js';
import { projectFacts, userFacts } from '../../facts/people.facts.js';
import { grantFacts } from '../../facts/pool.facts.js';
import { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';
import type { SchedulingRun, SchedulingState } from '../../queue/waiting/scheduling-state.js';
import type { JobRecord } from './timeline.js';
import { SIMULATED_POOL } from './cluster.js';

/** The scheduler's own queue index and facts, filled with simulated data. */
export class SimulatedQueue {
  readonly queueIndex = new JobQueueIndex(() => 0);
  readonly facts = new Facts();
  readonly #documents = new Map<string, SchedulingState>();
  readonly #granted = new Set<string>();
  /** Members by project. Its fact holds the same object, which grows: copying it for each would cost their square. */
  readonly #members = new Map<string, { [userId: string]: 'member' }>();

  get size(): number {
    return this.queueIndex.queue(SIMULATED_POOL).length;
  }

  /** Also one that was ended for another. */
  add(record: JobRecord, now: string): void {
    this.#admit(record.job.project, record.job.user);
    this.#grant(record.job.user);
    const { id } = record.job;
    const known = this.#documents.get(id) ?? documentOf(record, now);
    const document = { ...known, queuedAt: now, runs: runsOf(record) };
    this.#documents.set(id, document);
    this.queueIndex.apply(document);
  }

  started(record: JobRecord): void {
    const document = this.#documents.get(record.job.id);
    if (document) this.queueIndex.apply({ ...document, state: 'running', runs: runsOf(record) });
  }

  ended({ job: { id } }: JobRecord): void {
    this.queueIndex.remove(id);
    this.#documents.delete(id);
  }

  #admit(projectId: string, userId: string): void {
    let members = this.#members.get(projectId);
    if (!members) {
      this.#members.set(projectId, (members = {}));
      const project = { projectId, name: projectId, archived: false, members };
      this.facts.apply(projectFacts.name, [{ id: projectId, before: undefined, after: project }]);
    }
    members[userId] = 'member';
  }

  #grant(userId: string): void {
    if (this.#granted.has(userId)) return;
    this.#granted.add(userId);
    const grant = {
      grantId: userId,
      userId,
      projectId: null,
      poolId: SIMULATED_POOL,
      deviceUuid: null,
      priority: 1,
      timeMultiplier: 1,
      maxHours: Infinity,
    };
    this.facts.apply(grantFacts.name, [{ id: userId, before: undefined, after: grant }]);
    const user = { userId, status: 'active', role: 'member' } as const;
    this.facts.apply(userFacts.name, [{ id: userId, before: undefined, after: user }]);
  }
}

function documentOf({ job }: JobRecord, now: string): SchedulingState {
  return {
    id: job.id,
    projectId: job.project,
    userId: job.user,
    poolId: SIMULATED_POOL,
    state: 'queued',
    spec: specOf(job),
    traceparent: null,
    grantPriority: job.grantPriority,
    cancelRequested: false,
    runs: [],
    originIndex: null,
    notBefore: null,
    submittedAt: now,
    queuedAt: now,
  };
}

export function specOf(job: JobRecord['job']): JobSpec {
  return {
    command: [],
    args: [],
    envNames: [],
    gpus: {
      count: job.gpus,
      ...defined({ model: job.model, memoryGb: job.memoryGb }),
    },
    class: job.class,
    ...defined({ vcpus: job.vcpus, ramGb: job.ramGb }),
    timeoutMinutes: job.limitSeconds / 60,
    priority: job.priority,
    retry: { maxRetries: 0, on: [] },
    ...(job.preemptible ? { preemptible: true } : {}),
    ...defined({ gang: job.gang }),
  };
}

/** The queue index counts them, to number the next. */
const runsOf = ({ runs }: JobRecord): readonly SchedulingRun[] =>
  Array.from({ length: runs }, (_, index) => ({
    run: index + 1,
    leaseId: '',
    hostId: '',
    devices: [],
    placedAt: '',
    outcome: 'preempted',
  }));
