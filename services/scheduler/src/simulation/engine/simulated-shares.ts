import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Calendar } from '../../calendar/calendar.js';
import { faded, MS_PER_HOUR, usedOver } from '../../queue/usage/decay.js';
import { PoolShares } from '../../queue/usage/fair-shares.js';

/** GPU-milliseconds held so far, in virtual time. */
export class Meter {
  #held = 0;
  #sinceMs = 0;
  #total = 0;

  constructor(private readonly gpus: number) {}

  change(atMs: number, by: number): void {
    this.#total += this.#held * (atMs - this.#sinceMs);
    this.#sinceMs = atMs;
    this.#held += by;
    if (this.#held > this.gpus) throw new Error(`${this.#held} of ${this.gpus} GPUs are held`);
  }

  until(atMs: number): number {
    return this.#total + this.#held * (atMs - this.#sinceMs);
  }
}

interface Use {
  readonly projectId: string;
  readonly userId: string;
  seconds: number;
  atMs: number;
}

/** Past use, that fades, as the scheduler's own view of it keeps it. All instants in ms since the epoch. */
export class SimulatedShares {
  readonly #uses = new Map<string, Use>();
  readonly #halfLifeMs: number;

  constructor(private readonly policy: PoolPolicy) {
    this.#halfLifeMs = policy.fairShare.halfLifeHours * MS_PER_HOUR;
  }

  /** A run is over. */
  used(
    who: { readonly projectId: string; readonly userId: string },
    gpus: number,
    fromMs: number,
    toMs: number,
  ) {
    const { projectId, userId } = who;
    const key = `${projectId} ${userId}`;
    const use = this.#uses.get(key) ?? { projectId, userId, seconds: 0, atMs: toMs };
    use.seconds = this.#left(use, toMs) + usedOver(gpus, { fromMs, toMs }, toMs, this.#halfLifeMs);
    use.atMs = toMs;
    this.#uses.set(key, use);
  }

  /** As of an instant, with what runs until then. */
  at(nowMs: number, { leases }: Pick<Calendar, 'leases'>): PoolShares {
    const projects = new Map<string, { seconds: number; users: Map<string, number> }>();
    const add = (projectId: string, userId: string, seconds: number): void => {
      let project = projects.get(projectId);
      if (!project) projects.set(projectId, (project = { seconds: 0, users: new Map() }));
      project.seconds += seconds;
      project.users.set(userId, (project.users.get(userId) ?? 0) + seconds);
    };
    for (const use of this.#uses.values()) add(use.projectId, use.userId, this.#left(use, nowMs));
    for (const { projectId, userId, uuids, leasedAt } of leases.values()) {
      const interval = { fromMs: Date.parse(leasedAt), toMs: nowMs };
      add(projectId, userId, usedOver(uuids.length, interval, nowMs, this.#halfLifeMs));
    }
    const { projectShares, userShares } = this.policy.fairShare;
    return new PoolShares(projects, { projects: projectShares, users: userShares });
  }

  #left({ seconds, atMs }: Use, nowMs: number): number {
    return faded(seconds, atMs, nowMs, this.#halfLifeMs);
  }
}
