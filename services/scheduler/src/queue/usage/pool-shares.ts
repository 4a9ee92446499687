import { standingOf, type ProjectUse, type Shares, type Standing } from './fair-share.js';

/** Who has used how much of their share of a pool, at one instant. */
export class PoolShares {
  readonly #ofProjects = new Map<string, Standing>();
  readonly #ofUsers = new Map<string, Standing>();
  readonly #use: ReadonlyMap<string, number>;
  readonly #named: readonly string[];

  constructor(
    private readonly projects: ReadonlyMap<string, ProjectUse>,
    private readonly shares: Shares,
  ) {
    this.#use = new Map([...projects].map(([id, { seconds }]) => [id, seconds]));
    this.#named = Object.keys(shares.projects);
  }

  /** 1 for who has used nothing, towards 0 for who has used far more than their share: the project's times the user's. */
  factor(projectId: string, userId: string): number {
    return this.ofProject(projectId).factor * this.ofUser(projectId, userId).factor;
  }

  ofProject(projectId: string): Standing {
    return known(this.#ofProjects, projectId, () =>
      standingOf(projectId, this.#use, this.shares.projects, this.#named),
    );
  }

  ofUser(projectId: string, userId: string): Standing {
    return known(this.#ofUsers, `${projectId} ${userId}`, () =>
      standingOf(userId, this.projects.get(projectId)?.users ?? NOBODY, this.shares.users),
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

function known(standings: Map<string, Standing>, id: string, find: () => Standing): Standing {
  let standing = standings.get(id);
  if (!standing) standings.set(id, (standing = find()));
  return standing;
}
