/** Last revisions of the streams used last. Bounded: the one unused for longest goes first. */
export class RevisionCache {
  readonly #revisions = new Map<string, number>();

  constructor(private readonly capacity: number) {}

  get(stream: string): number | undefined {
    const revision = this.#revisions.get(stream);
    if (revision !== undefined) this.set(stream, revision);
    return revision;
  }

  set(stream: string, revision: number): void {
    this.#revisions.delete(stream);
    this.#revisions.set(stream, revision);
    if (this.#revisions.size <= this.capacity) return;
    for (const oldest of this.#revisions.keys()) {
      this.#revisions.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#revisions.clear();
  }
}
