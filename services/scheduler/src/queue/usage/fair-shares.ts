import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { InMemoryView } from '@berth/read-models/in-memory-view';
import type { FairShares as SharesInOrder } from '../order/queue-orders.js';
import type { Policies } from '../policy/policies.js';
import type { JobQueueIndex } from '../waiting/job-queue-index.js';
import { faded, MS_PER_HOUR, usedOver } from './decay.js';
import { usageView, type UsageDocument } from './usage.view.js';

/** Use of a project, and of its users, in device-seconds as they count now. */
interface ProjectUse {
  readonly seconds: number;
  readonly users: ReadonlyMap<string, number>;
}

interface Shares {
  readonly projects: { readonly [projectId: string]: number };
  /** Of a user within each project. */
  readonly users: { readonly [userId: string]: number };
}

interface ShareStanding {
  readonly shares: number;
  /** Part of all shares in the comparison, and of all use: 0 to 1. */
  readonly entitled: number;
  readonly used: number;
  readonly factor: number;
}

/**
 * Slurm's classic fair share: `F = 2^-(used/entitled)`, so no use gives 1, and use equal to the share gives a half
 * (https://slurm.schedmd.com/classic_fair_share.html). Level by level: among those with past use, those with
 * declared shares, and the requested one.
 */
export function shareStandingOf(
  id: string,
  use: ReadonlyMap<string, number>,
  shares: { readonly [id: string]: number },
  named: readonly string[] = [],
): ShareStanding {
  const counting = new Set([...use.keys(), ...named, id]);
  const sharesOf = (each: string): number => (Object.hasOwn(shares, each) ? (shares[each] ?? 1) : 1);
  let allShares = 0;
  let allUse = 0;
  for (const each of counting) {
    allShares += sharesOf(each);
    allUse += use.get(each) ?? 0;
  }
  const entitled = sharesOf(id) / allShares;
  const used = allUse > 0 ? (use.get(id) ?? 0) / allUse : 0;
  return { shares: sharesOf(id), entitled, used, factor: 2 ** (-used / entitled) };
}

/** The use of shares of a pool, at one instant. */
export class PoolShares {
  readonly #ofProjects = new Map<string, ShareStanding>();
  readonly #ofUsers = new Map<string, ShareStanding>();
  readonly #use: ReadonlyMap<string, number>;
  readonly #named: readonly string[];

  constructor(
    private readonly projects: ReadonlyMap<string, ProjectUse>,
    private readonly shares: Shares,
  ) {
    this.#use = new Map([...projects].map(([id, { seconds }]) => [id, seconds]));
    this.#named = Object.keys(shares.projects);
  }

  /** 1 for no use, towards 0 for much more than the share: the project's factor times the user's. */
  factor(projectId: string, userId: string): number {
    return this.ofProject(projectId).factor * this.ofUser(projectId, userId).factor;
  }

  ofProject(projectId: string): ShareStanding {
    return known(this.#ofProjects, projectId, () =>
      shareStandingOf(projectId, this.#use, this.shares.projects, this.#named),
    );
  }

  ofUser(projectId: string, userId: string): ShareStanding {
    return known(this.#ofUsers, `${projectId} ${userId}`, () =>
      shareStandingOf(userId, this.projects.get(projectId)?.users ?? NOBODY, this.shares.users),
    );
  }

  /** Those that have used something or were given shares by name; the greatest use first. */
  get projectIds(): readonly string[] {
    const ids = new Set([...this.projects.keys(), ...this.#named]);
    return [...ids].sort((a, b) => this.secondsOf(b) - this.secondsOf(a) || (a < b ? -1 : 1));
  }

  secondsOf(projectId: string): number {
    return this.projects.get(projectId)?.seconds ?? 0;
  }

  /** Of a project, the greatest use first. */
  usersOf(projectId: string): readonly (readonly [userId: string, seconds: number])[] {
    const users = this.projects.get(projectId)?.users ?? NOBODY;
    return [...users].sort(([a, most], [b, less]) => less - most || (a < b ? -1 : 1));
  }
}

const NOBODY: ReadonlyMap<string, number> = new Map();

function known(standings: Map<string, ShareStanding>, id: string, find: () => ShareStanding): ShareStanding {
  let standing = standings.get(id);
  if (!standing) standings.set(id, (standing = find()));
  return standing;
}

/** Less than this much of a device-second is nothing. */
const NEGLIGIBLE = 1e-3;

/** What a user has held since an instant. */
interface Holding {
  readonly projectId: string;
  readonly userId: string;
  readonly gpus: number;
  readonly since: string;
}

/** Past use of all pools, in memory, and the resulting order. */
export class FairShares {
  readonly table: InMemoryView<UsageDocument>;
  readonly #byPool = new Map<string, Map<string, UsageDocument>>();

  constructor() {
    this.table = new InMemoryView(usageView, (id, after) => {
      if (!after) return;
      let pool = this.#byPool.get(after.poolId);
      if (!pool) this.#byPool.set(after.poolId, (pool = new Map()));
      pool.set(id, after);
    });
  }

  /** As of an instant, with what is held then. Costs what has run and runs in the pool. */
  of(poolId: string, policy: PoolPolicy, held: Iterable<Holding>, now: string): PoolShares {
    const halfLifeMs = policy.fairShare.halfLifeHours * MS_PER_HOUR;
    const nowMs = Date.parse(now);
    const projects = new Map<string, { seconds: number; users: Map<string, number> }>();
    const add = (projectId: string, userId: string | null, seconds: number): void => {
      if (seconds < NEGLIGIBLE) return;
      let project = projects.get(projectId);
      if (!project) projects.set(projectId, (project = { seconds: 0, users: new Map() }));
      if (userId === null) project.seconds += seconds;
      else project.users.set(userId, (project.users.get(userId) ?? 0) + seconds);
    };
    for (const { projectId, userId, seconds, at } of this.#byPool.get(poolId)?.values() ?? [])
      add(projectId, userId, faded(seconds, Date.parse(at), nowMs, halfLifeMs));
    for (const { projectId, userId, gpus, since } of held) {
      const seconds = usedOver(gpus, { fromMs: Date.parse(since), toMs: nowMs }, nowMs, halfLifeMs);
      add(projectId, null, seconds);
      add(projectId, userId, seconds);
    }
    const { projectShares, userShares } = policy.fairShare;
    return new PoolShares(projects, { projects: projectShares, users: userShares });
  }
}

/** The shares of projects and users in a pool, by past use and present leases. Computed once per pass. */
export class CurrentShares implements SharesInOrder {
  readonly #last = new Map<string, { readonly now: string; readonly shares: PoolShares }>();

  constructor(
    private readonly past: FairShares,
    private readonly policies: Pick<Policies, 'of'>,
    private readonly queueIndex: Pick<JobQueueIndex, 'allHeld'>,
  ) {}

  factor(poolId: string, projectId: string, userId: string, now: string): number {
    return this.of(poolId, now).factor(projectId, userId);
  }

  of(poolId: string, now: string): PoolShares {
    const last = this.#last.get(poolId);
    if (last?.now === now) return last.shares;
    const shares = this.past.of(poolId, this.policies.of(poolId), this.#heldIn(poolId), now);
    this.#last.set(poolId, { now, shares });
    return shares;
  }

  *#heldIn(poolId: string): Generator<Holding> {
    for (const { scheduling } of this.queueIndex.allHeld) {
      const run = scheduling.runs.at(-1);
      if (scheduling.poolId !== poolId || !run) continue;
      const { projectId, userId } = scheduling;
      yield { projectId, userId, gpus: run.devices.length, since: run.placedAt };
    }
  }
}
