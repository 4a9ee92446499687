import type { AnyProjection } from './projection.js';
import type { ReadModels } from './read-models.js';

const claims = new WeakMap<ReadModels, Map<string, string>>();

/**
 * A document has one position, so a collection has one projection and that has one source. Throws where another one
 * feeds the collection; the result releases the claims.
 */
export function claimCollections(
  readModels: ReadModels,
  source: string,
  projections: readonly AnyProjection[],
): () => void {
  const claimed = claims.get(readModels) ?? new Map<string, string>();
  claims.set(readModels, claimed);
  const mine: string[] = [];
  const release = () => mine.forEach((collection) => claimed.delete(collection));
  for (const { name, collection } of projections) {
    const owner = claimed.get(collection.name);
    if (owner !== undefined) {
      release();
      throw new Error(
        `collection ${collection.name} is fed by ${owner}; ${name}@${source} needs one of its own`,
      );
    }
    claimed.set(collection.name, `${name}@${source}`);
    mine.push(collection.name);
  }
  return release;
}
