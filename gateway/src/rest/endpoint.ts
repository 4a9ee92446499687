import { GraphQLBoolean, type GraphQLSchema } from 'graphql';
import type { Documents } from '../graphql-server/documents.js';
import type { KnownDocument } from '../graphql-server/operation.js';
import { leavesOf, type Leaf } from './query-parameters.js';
import type { Route } from './route.js';
import { COUNT, storedOperation, storedSubscription, type StoredOperation } from './stored-operation.js';

/** A stored operation, parsed and validated. */
export interface Prepared extends StoredOperation {
  readonly document: KnownDocument;
  /** What the query part of the URL may hold. */
  readonly leaves: ReadonlyMap<string, Leaf>;
}

/** What a route executes; prepared when it is asked for first. */
export class Endpoint {
  #operation: Prepared | undefined;
  #subscription: Prepared | undefined;

  constructor(
    readonly route: Route,
    private readonly schema: GraphQLSchema,
    private readonly documents: Documents,
  ) {}

  get operation(): Prepared {
    return (this.#operation ??= this.#prepare(storedOperation(this.schema, this.route)));
  }

  get subscription(): Prepared {
    return (this.#subscription ??= this.#prepare(storedSubscription(this.schema, this.route)));
  }

  #prepare(operation: StoredOperation): Prepared {
    const document = this.documents.find(operation.text);
    if (!document.ok)
      throw new AggregateError(document.error, `a stored operation is wrong: ${operation.text}`);
    const leaves = queryLeaves(operation);
    return {
      ...operation,
      document: document.value,
      leaves: new Map(leaves.map((leaf) => [leaf.name, leaf])),
    };
  }
}

/** What the query part of a route's URL may hold: of a deletion the members of its input, since it has no body. */
export function queryLeaves(operation: StoredOperation): readonly Leaf[] {
  const { input, route, shape, pathVariables, queryVariables } = operation;
  if (input) {
    if (route.method !== 'DELETE' || route.body) return [];
    const byPath = new Set(pathVariables.map(({ variable }) => variable));
    return leavesOf(
      Object.values(input.getFields())
        .filter(({ name }) => !byPath.has(name))
        .map((field) => ({ name: field.name, variable: field.name, argument: field })),
    );
  }
  const counts = shape === 'connection' && operation.text.includes(`$${COUNT}:`);
  return [
    ...leavesOf(queryVariables),
    ...(counts ? leavesOf([{ name: COUNT, variable: COUNT, argument: COUNT_ARGUMENT }]) : []),
  ];
}

const COUNT_ARGUMENT = {
  type: GraphQLBoolean,
  description:
    'Also counts what the list has in all, as `totalCount`. It is null where there are more than 10,000.',
};
