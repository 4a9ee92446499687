const shared = new WeakSet<object>();

/** Marks an item that looks the same to all its readers, so that it is rendered once. */
export function share<T extends object>(item: T): T {
  shared.add(item);
  return item;
}

export const isShared = (item: unknown): item is object =>
  typeof item === 'object' && item !== null && shared.has(item);
