/**
 * Keeps what was used lately: at least half as many entries as its capacity, never more. Entries are in two generations,
 * and the older one leaves as a whole when the younger one is full; keeping a strict order would cost each read a
 * deletion and an insertion.
 */
export class LruCache<V> {
  #younger = new Map<string, V>();
  #older = new Map<string, V>();
  readonly #half: number;

  constructor(capacity: number) {
    this.#half = Math.max(1, Math.floor(capacity / 2));
  }

  has(key: string): boolean {
    return this.#younger.has(key) || this.#older.has(key);
  }

  get(key: string): V | undefined {
    const value = this.#younger.get(key);
    if (value !== undefined) return value;
    const old = this.#older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (!this.#younger.has(key) && this.#younger.size >= this.#half) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(key, value);
    this.#older.delete(key);
  }

  delete(key: string): void {
    this.#younger.delete(key);
    this.#older.delete(key);
  }

  clear(): void {
    this.#younger.clear();
    this.#older.clear();
  }
}
