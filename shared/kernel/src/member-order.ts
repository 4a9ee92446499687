interface Node {
  readonly next: Map<string, Node>;
  members: readonly string[] | undefined;
}

/** Bounds what names that people choose (variables, labels) can take up. */
const MAX_NODES = 4_096;

const aNode = (): Node => ({ next: new Map(), members: undefined });
let root = aNode();
let nodes = 0;

/** JavaScript keeps whole numbers before all other names, and takes the last for something else than a member. */
const UNORDERABLE = /^(?:\d|__proto__$)/;

/**
 * The names of a plain object's members in the order of their UTF-16 code units; nothing where an object could not hold
 * them in that order. Objects are made in few places, each in one order, so the order is cached along the sequence of
 * names.
 */
export function memberOrder(value: object): readonly string[] | undefined {
  if (nodes > MAX_NODES) {
    root = aNode();
    nodes = 0;
  }
  let node = root;
  for (const name in value) {
    let next = node.next.get(name);
    if (next === undefined) {
      node.next.set(name, (next = aNode()));
      nodes += 1;
    }
    node = next;
  }
  return (node.members ??= sorted(Object.keys(value)));
}

const sorted = (names: string[]): readonly string[] | undefined =>
  names.some((name) => UNORDERABLE.test(name)) ? undefined : names.sort();
