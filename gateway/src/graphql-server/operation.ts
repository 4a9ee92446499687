import { Kind, OperationTypeNode, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { CostModel } from '../limits/cost.js';

/** A document that has been parsed and validated. */
export interface KnownDocument {
  readonly ast: DocumentNode;
  readonly cost: CostModel;
  /** It asks for the schema itself. */
  readonly introspects: boolean;
  /** Only then can the cost differ from one request to the next. */
  readonly costDependsOnVariables: boolean;
  /** By operation, where it does not. */
  readonly costs: Map<OperationDefinitionNode, number>;
}

/** The operation of a request that is allowed by itself. */
export interface Operation {
  readonly document: KnownDocument;
  readonly definition: OperationDefinitionNode;
  readonly variables: { readonly [name: string]: unknown };
  /** In the units of a query's cost. */
  readonly cost: number;
}

export const isMutation = ({ definition }: Operation): boolean =>
  definition.operation === OperationTypeNode.MUTATION;

export const isSubscription = ({ definition }: Operation): boolean =>
  definition.operation === OperationTypeNode.SUBSCRIPTION;

/** What the operation is about, for metrics and traces: names that clients make up would be without number. */
export function rootFieldOf({ definition }: Operation): string {
  const [first] = definition.selectionSet.selections;
  return first?.kind === Kind.FIELD ? first.name.value : 'fragment';
}
