import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** More pairs than fragments of forty components make that all ask for the same fields. */
const MAX_PAIRS = 5_000;
/** As many fields as a query of the maximum cost may have; each is visited once for each place where it is merged. */
const MAX_STEPS = 20_000;
const MAX_OPERATIONS = 10;

/**
 * Whether checking a document would cost more than it may. Validation compares every two fields of one name that are
 * merged, and every two fragments that are spread side by side: a short text can ask for millions of comparisons. This
 * counts them first, in no more steps than a query may have fields.
 */
export function complexityError({ definitions }: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operations = 0;
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else operations += 1;
  }
  if (operations > MAX_OPERATIONS) return refused('operations', MAX_OPERATIONS, operations);
  const count = new FieldMergeCounter(fragments);
  for (const definition of definitions) {
    if (!('selectionSet' in definition)) continue;
    count.merged([definition.selectionSet]);
    if (count.isOver) return refused('fields or fragments that repeat each other', MAX_PAIRS, count.pairs);
  }
  return undefined;
}

class FieldMergeCounter {
  pairs = 0;
  #steps = 0;

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  get isOver(): boolean {
    return this.pairs > MAX_PAIRS || this.#steps > MAX_STEPS;
  }

  /** Selections that are executed as one. */
  merged(sets: readonly SelectionSetNode[]): void {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const waiting: SelectionNode[] = sets.flatMap(({ selections }) => selections);
    for (let next = waiting.pop(); next && !this.isOver; next = waiting.pop()) {
      this.#steps += 1;
      if (next.kind === Kind.FIELD) {
        const key = (next.alias ?? next.name).value;
        const same = fields.get(key);
        this.pairs += same?.length ?? 0;
        if (same) same.push(next);
        else fields.set(key, [next]);
      } else if (next.kind === Kind.INLINE_FRAGMENT) waiting.push(...next.selectionSet.selections);
      else if (!spread.has(next.name.value)) {
        this.pairs += spread.size;
        spread.add(next.name.value);
        waiting.push(...(this.fragments.get(next.name.value)?.selectionSet.selections ?? []));
      }
    }
    for (const same of fields.values()) {
      if (this.isOver) return;
      const within = same.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      if (within.length > 0) this.merged(within);
    }
  }
}

const refused = (what: string, limit: number, actual: number): GraphQLError =>
  new GraphQLError(`the document has too many ${what}`, {
    extensions: { code: 'DOCUMENT_TOO_COMPLEX', limit, actual },
  });
