import type { ReadModels, Projection, DocumentChange } from '@berth/read-models';
import type { JsonObject } from '@berth/kernel/json';
import { grantFacts, poolFacts, type GrantFact, type PoolFact } from './pool.facts.js';
import { hostFacts, type HostFact } from './host.facts.js';
import { projectFacts, userFacts, type ProjectFact, type UserFact } from './people.facts.js';

export const foreignFacts = {
  auth: [projectFacts, userFacts],
  inventory: [hostFacts, poolFacts, grantFacts],
} as const;

/**
 * Other services' facts that the scheduler decides on, in memory: read from its own copies at the start and kept up as
 * events arrive. They lag behind their owners; what they lead to is checked again by the calendar.
 */
export class Facts {
  readonly hosts = new Map<string, HostFact>();
  readonly pools = new Map<string, PoolFact>();
  readonly grants = new Map<string, GrantFact>();
  readonly projects = new Map<string, ProjectFact>();
  readonly users = new Map<string, UserFact>();
  readonly #listeners: ((projection: string, ids: readonly string[]) => void)[] = [];
  readonly #maps: { readonly [projection: string]: Map<string, JsonObject> } = {
    [hostFacts.name]: this.hosts as Map<string, JsonObject>,
    [poolFacts.name]: this.pools as Map<string, JsonObject>,
    [grantFacts.name]: this.grants as Map<string, JsonObject>,
    [projectFacts.name]: this.projects as Map<string, JsonObject>,
    [userFacts.name]: this.users as Map<string, JsonObject>,
  };

  async load(readModels: ReadModels): Promise<void> {
    const projections: readonly Projection<never>[] = [
      ...foreignFacts.auth,
      ...foreignFacts.inventory,
    ] as never;
    for (const { name, collection } of projections) {
      for (let cursor: string | undefined; ;) {
        const page = await readModels
          .collection(collection)
          .query({ limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
        for (const item of page.items) this.#maps[name]?.set(item.id, item.document);
        cursor = page.items.at(-1)?.cursor;
        if (!page.hasMore) break;
      }
    }
  }

  onChange(listener: (projection: string, ids: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  apply(projection: string, changes: readonly DocumentChange[]): void {
    const map = this.#maps[projection];
    if (!map || changes.length === 0) return;
    for (const { id, after } of changes) {
      if (after === undefined) map.delete(id);
      else map.set(id, after);
    }
    for (const listener of this.#listeners)
      listener(
        projection,
        changes.map((change) => change.id),
      );
  }

  hostsOf(poolId: string): HostFact[] {
    return [...this.hosts.values()].filter((host) => host.poolId === poolId);
  }
}
