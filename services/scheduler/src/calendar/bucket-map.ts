const BUCKETS = 64;

/**
 * An immutable map: `set` and `delete` return a new one, which shares all but one of 64 buckets with the old. Keys
 * are ids and device UUIDs, whose last characters differ.
 */
export class BucketMap<V> {
  private constructor(
    private readonly buckets: readonly (ReadonlyMap<string, V> | undefined)[],
    readonly size: number,
  ) {}

  static empty<V>(): BucketMap<V> {
    return new BucketMap<V>([], 0);
  }

  get(key: string): V | undefined {
    return this.buckets[bucketOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.buckets[bucketOf(key)]?.has(key) ?? false;
  }

  set(key: string, value: V): BucketMap<V> {
    const bucket = new Map(this.buckets[bucketOf(key)]);
    const size = this.size + (bucket.has(key) ? 0 : 1);
    return this.#replace(key, bucket.set(key, value), size);
  }

  delete(key: string): BucketMap<V> {
    if (!this.has(key)) return this;
    const bucket = new Map(this.buckets[bucketOf(key)]);
    bucket.delete(key);
    return this.#replace(key, bucket, this.size - 1);
  }

  *entries(): Generator<readonly [string, V]> {
    for (const bucket of this.buckets) if (bucket) yield* bucket;
  }

  *values(): Generator<V> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.values();
  }

  #replace(key: string, bucket: ReadonlyMap<string, V>, size: number): BucketMap<V> {
    const buckets = this.buckets.length === 0 ? new Array<undefined>(BUCKETS) : [...this.buckets];
    (buckets as (ReadonlyMap<string, V> | undefined)[])[bucketOf(key)] = bucket;
    return new BucketMap(buckets, size);
  }
}

/** Mixes the last eight characters: beginnings of UUIDs and ids may be alike. */
function bucketOf(key: string): number {
  let hash = 0;
  for (let index = Math.max(0, key.length - 8); index < key.length; index += 1) {
    hash = (hash * 31 + key.charCodeAt(index)) | 0;
  }
  return (hash ^ (hash >>> 6) ^ (hash >>> 12)) & (BUCKETS - 1);
}
