import { shareStandingOf, type ProjectUse, type Shares, type ShareStanding } from './fair-share.js';

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
