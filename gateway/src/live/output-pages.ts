import { GraphQLError } from 'graphql';
import { LruCache } from '@berth/kernel/lru-cache';
import type { Batch } from './live-items.js';
import { share } from './shared.js';

/** Recent pages, for followers that reach the same position a little later. */
const MAX_KEPT = 64;

/** Pages of output, asked for once by all who follow the same job from the same place. */
export class OutputPages<T> {
  readonly #underWay = new Map<string, Promise<Batch<T>>>();
  readonly #kept = new LruCache<Batch<T>>(MAX_KEPT);

  /**
   * @param key tells the page apart; it holds the cursor
   * @param ask with the caller's permissions. A shared page is only for callers who were allowed one of the same job.
   */
  async get(key: string, ask: () => Promise<Batch<T>>): Promise<Batch<T>> {
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const underWay = this.#underWay.get(key);
    if (underWay) {
      try {
        return await underWay;
      } catch (error) {
        // Another follower was refused; this does not concern this caller.
        if (!(error instanceof GraphQLError)) throw error;
        return this.#keep(key, await ask());
      }
    }
    const asking = ask();
    this.#underWay.set(key, asking);
    try {
      return this.#keep(key, await asking);
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** Always queries, so that the service checks the caller's permissions. */
  async first(key: string, ask: () => Promise<Batch<T>>): Promise<Batch<T>> {
    return this.#keep(key, await ask());
  }

  #keep(key: string, page: Batch<T>): Batch<T> {
    // Empty pages are not cached.
    if (page.items.length === 0) return page;
    this.#kept.set(key, share(page));
    return page;
  }
}
