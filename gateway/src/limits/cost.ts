import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Variables = { readonly [name: string]: unknown };

/** Lists whose length the field around them says. */
const PAGED = /Connection\.edges$|^(Log|Metric)Batch\./;

/** A week of half-hours. */
const SERIES = /^Query\.(?:device|host)Usage$/;
const SERIES_LENGTH = 336;

interface Count {
  readonly variables: Variables;
  readonly fragments: Map<string, number>;
}

/** What a page holds where the client names no size. */
const PAGE = 50;
/** What is taken for the length of a list that has no pages. */
const LIST = 5;
/** Introspection is answered from memory, whatever is asked of it. */
const INTROSPECTION = 500;
/** Beyond any limit. */
const ENOUGH = 1e9;

/**
 * What an operation may cost: one for each field, times what the lists around it may hold. A fragment counts wherever
 * it is spread.
 */
export class CostModel {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.#fragments = new Map(
      document.definitions
        .filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
        .map((each) => [each.name.value, each]),
    );
  }

  costOf(operation: OperationDefinitionNode, variables: Variables): number {
    const root = this.schema.getRootType(operation.operation);
    const count = { variables, fragments: new Map<string, number>() };
    return root ? Math.min(ENOUGH, this.#selections(operation.selectionSet, root, count, PAGE)) : 0;
  }

  #selections(set: SelectionSetNode, type: GraphQLNamedType, count: Count, page: number): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += this.#field(selection, type, count, page);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition && this.schema.getType(selection.typeCondition.name.value);
        cost += this.#selections(selection.selectionSet, on ?? type, count, page);
      } else cost += this.#fragment(selection.name.value, count, page);
    }
    return cost;
  }

  /** Counted once for each size of page around it: fragments that spread others twice would else take for ever. */
  #fragment(name: string, count: Count, page: number): number {
    const key = `${name}:${page}`;
    const known = count.fragments.get(key);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const on = fragment && this.schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && on ? this.#selections(fragment.selectionSet, on, count, page) : 0;
    count.fragments.set(key, cost);
    return cost;
  }

  #field(node: FieldNode, parent: GraphQLNamedType, count: Count, page: number): number {
    const name = node.name.value;
    if (name === '__schema' || name === '__type') return INTROSPECTION;
    if (!(isObjectType(parent) || isInterfaceType(parent))) return 1;
    const field = parent.getFields()[name];
    if (!field || !node.selectionSet) return 1;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 1;
    const within = this.#selections(node.selectionSet, type, count, pageOf(node, count.variables));
    const isList = isListType(getNullableType(field.type));
    return 1 + within * (isList ? sizeOf(node, parent, count.variables, page) : 1);
  }
}

/** The size of the page that the field asks for, which counts where its edges are. */
function pageOf(node: FieldNode, variables: Variables): number {
  for (const argument of node.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    const size = valueFromASTUntyped(argument.value, variables);
    if (typeof size === 'number') return Math.max(1, size);
  }
  return PAGE;
}

function sizeOf(node: FieldNode, parent: GraphQLNamedType, variables: Variables, page: number): number {
  const place = `${parent.name}.${node.name.value}`;
  if (PAGED.test(place)) return page;
  if (SERIES.test(place)) return SERIES_LENGTH;
  const ids = node.arguments?.find((argument) => argument.name.value === 'ids');
  if (!ids) return LIST;
  const given = valueFromASTUntyped(ids.value, variables);
  return Array.isArray(given) ? Math.max(1, given.length) : 1;
}

/** What each object of a list that is sent along costs: a job of a batch, a node of a workflow. */
const SENT = 10;

/** What is sent along costs as well: a batch is one field, and a thousand jobs. */
export function costOfVariables(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let cost = 0;
  for (const member of Object.values(value)) {
    const isSent = Array.isArray(value) && typeof member === 'object';
    cost += (isSent ? SENT : 0) + costOfVariables(member);
  }
  return cost;
}
