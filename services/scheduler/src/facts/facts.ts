import type { ReadModels, Projection, DocumentChange } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { JsonObject } from '@berth/kernel/json';
import { Entitlements } from './entitlement.js';
import { FactTable } from './fact-table.js';
import { hostFacts, isRemoved, type HostFact } from './host.facts.js';
import { projectFacts, userFacts, type ProjectFact, type UserFact } from './people.facts.js';
import { grantFacts, poolFacts, type GrantFact, type PoolFact } from './pool.facts.js';

export const foreignFacts = {
  auth: [projectFacts, userFacts],
  inventory: [hostFacts, poolFacts, grantFacts],
} as const;

type Listener = (projection: string, changes: readonly DocumentChange[]) => void;

/**
 * Other services' facts that the scheduler decides on, in memory: read from its own copies at the start and updated
 * as events arrive. They lag behind their owners; the calendar checks the result again.
 */
export class Facts {
  readonly hosts = new FactTable<HostFact, 'pool'>({
    pool: (host) => (isRemoved(host) ? [] : [host.poolId]),
  });
  readonly pools = new FactTable<PoolFact, 'name'>({ name: (pool) => [pool.name] });
  readonly grants = new FactTable<GrantFact, 'user' | 'project'>({
    user: ({ userId }) => (userId === null ? [] : [userId]),
    project: ({ projectId }) => (projectId === null ? [] : [projectId]),
  });
  readonly projects = new FactTable<ProjectFact, 'name' | 'member'>({
    name: (project) => [project.name],
    member: (project) => Object.keys(project.members),
  });
  readonly users = new FactTable<UserFact>({});
  readonly entitlements = new Entitlements(this.grants);
  /**
   * Whether the events that the others had published before the start are handled. Until then a missing fact is
   * unknown, not absent.
   */
  #isCurrent = true;
  /** Whether no event of the others is parked: else a missing fact may be in one that could not be handled yet. */
  isComplete = true;
  readonly #hostsByPool = new Map<string, readonly HostFact[]>();
  readonly #listeners = new Set<Listener>();
  readonly #tables: { readonly [projection: string]: { set(id: string, fact: never): void } } = {
    [hostFacts.name]: this.hosts,
    [poolFacts.name]: this.pools,
    [grantFacts.name]: this.grants,
    [projectFacts.name]: this.projects,
    [userFacts.name]: this.users,
  };

  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Not current until it resolves; then listeners look at everything anew. */
  currentFrom(caughtUp: Promise<void>): void {
    this.#isCurrent = false;
    void caughtUp.then(() => {
      this.#isCurrent = true;
      for (const listener of this.#listeners) listener('', []);
    });
  }

  async load(readModels: ReadModels): Promise<void> {
    const projections: readonly Pick<Projection<never>, 'name' | 'collection'>[] = [
      ...foreignFacts.auth,
      ...foreignFacts.inventory,
    ];
    for (const { name, collection } of projections) {
      const changes: DocumentChange[] = [];
      for await (const { id, document } of everyDocument(readModels.collection<JsonObject>(collection)))
        changes.push({ id, before: undefined, after: document });
      this.apply(name, changes);
    }
  }

  /** @returns what ends it */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  apply(projection: string, changes: readonly DocumentChange[]): void {
    const table = this.#tables[projection];
    if (!table || changes.length === 0) return;
    // the documents of a projection are the facts of its table
    for (const { id, after } of changes) table.set(id, after as never);
    if (projection === grantFacts.name) this.entitlements.forget();
    if (projection === hostFacts.name) this.#hostsByPool.clear();
    for (const listener of this.#listeners) listener(projection, changes);
  }

  /** By name, so that whoever goes through them does so in the same order each time. */
  hostsOf(poolId: string): readonly HostFact[] {
    let hosts = this.#hostsByPool.get(poolId);
    if (!hosts) {
      hosts = this.hosts
        .find('pool', poolId)
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
      this.#hostsByPool.set(poolId, hosts);
    }
    return hosts;
  }
}
