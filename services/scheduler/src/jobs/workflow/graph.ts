import { reject, type Rejection } from '@berth/kernel/rejection';
import { alg, Graph } from '@dagrejs/graphlib';

/** Beyond so many changes a name is not a slip of another. */
const MAX_CHANGES = 2;

/** The name that a user may have meant. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.min(MAX_CHANGES, Math.floor(name.length / 2)) + 1;
  for (const other of names) {
    const changes = distance(name.toLowerCase(), other.toLowerCase());
    if (changes < fewest) [best, fewest] = [other, changes];
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other: the optimal string
 * alignment distance (Boytsov, Indexing methods for approximate dictionary searching, 2011).
 */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row += 1) {
    const own = [row];
    rows.push(own);
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      own.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + same,
          swapped ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(a.length, b.length);
}

interface Dependent {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** An edge leads from what must end to what waits for it. */
function graphOf(nodes: readonly Dependent[]): Graph {
  const graph = new Graph();
  for (const { name } of nodes) graph.setNode(name);
  for (const { name, dependsOn } of nodes) for (const other of dependsOn) graph.setEdge(other, name);
  return graph;
}

/** What is wrong with the shape of a workflow: names that come twice, or mean nothing, and cycles. */
export function checkGraph(nodes: readonly Dependent[]): Rejection | undefined {
  const wrong = duplicateNames(nodes) ?? unknownDependencies(nodes);
  if (wrong) return wrong;
  const graph = graphOf(nodes);
  const [component] = alg.findCycles(graph);
  if (!component) return undefined;
  const cycle = cycleIn(graph, component);
  return reject('VALIDATION_FAILED', `nodes: ${cycle.join(' -> ')} is a cycle`, 'nodes', { cycle });
}

/** A node and all that follow from it, each after what it depends on. */
export function downstreamOf(nodes: readonly Dependent[], from: string): string[] {
  return alg.postorder(graphOf(nodes), from).reverse();
}

/** How a node is called in the names of variables. */
export const variableNameOf = (node: string): string => node.toUpperCase().replaceAll('-', '_');

function duplicateNames(nodes: readonly Dependent[]): Rejection | undefined {
  const seen = new Map<string, string>();
  for (const [index, { name }] of nodes.entries()) {
    const other = seen.get(variableNameOf(name));
    if (other !== undefined) {
      const message =
        other === name
          ? `a node "${name}" exists already`
          : `"${name}" is too similar to "${other}": names must differ in more than case, - and _`;
      return reject('VALIDATION_FAILED', `nodes.${index}.name: ${message}`, `nodes.${index}.name`, {
        name,
        other,
      });
    }
    seen.set(variableNameOf(name), name);
  }
  return undefined;
}

function unknownDependencies(nodes: readonly Dependent[]): Rejection | undefined {
  const names = nodes.map(({ name }) => name);
  for (const [index, { dependsOn }] of nodes.entries()) {
    const unknown = dependsOn.find((other) => !names.includes(other));
    if (unknown === undefined) continue;
    const field = `nodes.${index}.dependsOn`;
    return reject('VALIDATION_FAILED', `${field}: ${noNode(unknown, names)}`, field);
  }
  return undefined;
}

export function noNode(name: string, names: readonly string[]): string {
  const like = nearest(name, names);
  return `"${name}" is not a node${like === undefined ? `; nodes are: ${names.slice(0, 20).join(', ')}` : `; did you mean "${like}"?`}`;
}

/** A path round within nodes that can all reach each other: from its first node on, until one comes again. */
function cycleIn(graph: Graph, component: readonly string[]): string[] {
  const path: string[] = [];
  for (let at = [...component].sort()[0] ?? ''; ;) {
    const begun = path.indexOf(at);
    if (begun >= 0) return [...path.slice(begun), at];
    path.push(at);
    at = (graph.successors(at) ?? []).find((next) => component.includes(next)) ?? '';
  }
}
