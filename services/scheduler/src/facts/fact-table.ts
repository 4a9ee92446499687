/** Facts by id and by declared indexes. */
export class FactTable<T, I extends string = never> {
  readonly #facts = new Map<string, T>();
  readonly #found = new Map<string, Set<string>>();

  constructor(private readonly indexes: { readonly [index in I]: (fact: T) => readonly string[] }) {}

  get size(): number {
    return this.#facts.size;
  }

  get(id: string): T | undefined {
    return this.#facts.get(id);
  }

  has(id: string): boolean {
    return this.#facts.has(id);
  }

  values(): Iterable<T> {
    return this.#facts.values();
  }

  find(index: I, key: string): T[] {
    const ids = this.#found.get(`${index} ${key}`);
    return ids ? [...ids].map((id) => this.#facts.get(id) as T) : [];
  }

  set(id: string, fact: T | undefined): void {
    const before = this.#facts.get(id);
    if (before !== undefined) for (const key of this.#keysOf(before)) this.#unlist(key, id);
    if (fact === undefined) {
      this.#facts.delete(id);
      return;
    }
    this.#facts.set(id, fact);
    for (const key of this.#keysOf(fact)) {
      const ids = this.#found.get(key);
      if (ids) ids.add(id);
      else this.#found.set(key, new Set([id]));
    }
  }

  #keysOf(fact: T): string[] {
    return (Object.keys(this.indexes) as I[]).flatMap((index) =>
      this.indexes[index](fact).map((key) => `${index} ${key}`),
    );
  }

  #unlist(key: string, id: string): void {
    const ids = this.#found.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#found.delete(key);
  }
}
