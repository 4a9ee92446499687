/** All choices of so many items, in their order. */
export function* combinations<T>(items: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= items.length - size; at += 1) {
    const item = items[at] as T;
    for (const rest of combinations(items, size - 1, at + 1)) yield [item, ...rest];
  }
}
