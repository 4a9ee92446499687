import { alg, Graph } from '@dagrejs/graphlib';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { nearest } from './nearest.js';

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
      return reject('VALIDATION_FAILED', `nodes.${index}.name: ${message}`, `nodes.${index}.name`);
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
