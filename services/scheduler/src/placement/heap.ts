/** Gives the least of what it holds, in logarithmic time. */
export class Heap<T> {
  readonly #items: T[] = [];

  constructor(private readonly compare: (a: T, b: T) => number) {}

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isLess(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    const [least] = items;
    const last = items.pop();
    if (items.length === 0 || last === undefined) return least;
    items[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      let child = left;
      if (left + 1 < items.length && this.#isLess(left + 1, left)) child = left + 1;
      if (child >= items.length || !this.#isLess(child, at)) return least;
      this.#swap(at, child);
      at = child;
    }
  }

  #isLess(a: number, b: number): boolean {
    return this.compare(this.#items[a] as T, this.#items[b] as T) < 0;
  }

  #swap(a: number, b: number): void {
    const items = this.#items;
    [items[a], items[b]] = [items[b] as T, items[a] as T];
  }
}
