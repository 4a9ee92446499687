/**
 * Last revisions of the most recently used streams. Bounded by two generations: when the young one is full it
 * becomes the old one, and entries not used until it is full again are dropped.
 */
export class RevisionCache {
  #young = new Map<string, number>();
  #old = new Map<string, number>();

  /** Keeps at least so many streams, and at most twice as many. */
  constructor(private readonly capacity: number) {}

  get(stream: string): number | undefined {
    const young = this.#young.get(stream);
    if (young !== undefined) return young;
    const old = this.#old.get(stream);
    if (old !== undefined) this.set(stream, old);
    return old;
  }

  set(stream: string, revision: number): void {
    if (this.#young.size >= this.capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(stream, revision);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
