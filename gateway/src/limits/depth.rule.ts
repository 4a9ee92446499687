import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** A document has at most so many aliases: they repeat a field at no cost to the sender. */
export const aliasRule =
  (maxAliases: number) =>
  (context: ValidationContext): ASTVisitor => {
    let aliases = 0;
    return {
      Field(node) {
        if (node.alias) aliases += 1;
      },
      Document: {
        leave(node) {
          if (aliases <= maxAliases) return;
          context.reportError(
            new GraphQLError(`the document has ${aliases} aliases; at most ${maxAliases} are allowed`, {
              nodes: node.definitions[0] ?? null,
              extensions: { code: 'TOO_MANY_ALIASES', limit: maxAliases, actual: aliases },
            }),
          );
        },
      },
    };
  };

/** No field lies deeper than so many levels. Introspection has a rule of its own. */
export const depthRule =
  (maxDepth: number) =>
  (context: ValidationContext): ASTVisitor => {
    const fragments = new Map<FragmentDefinitionNode, number>();
    const underWay = new Set<FragmentDefinitionNode>();

    const depthOf = (selections: SelectionSetNode): number => {
      let deepest = 0;
      for (const selection of selections.selections) {
        if (selection.kind === Kind.FIELD) {
          if (selection.name.value.startsWith('__')) continue;
          deepest = Math.max(deepest, 1 + (selection.selectionSet ? depthOf(selection.selectionSet) : 0));
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          deepest = Math.max(deepest, depthOf(selection.selectionSet));
        } else deepest = Math.max(deepest, depthOfFragment(context.getFragment(selection.name.value)));
      }
      return deepest;
    };
    const depthOfFragment = (fragment: FragmentDefinitionNode | null | undefined): number => {
      // Cyclic fragments are refused by another rule.
      if (!fragment || underWay.has(fragment)) return 0;
      const known = fragments.get(fragment);
      if (known !== undefined) return known;
      underWay.add(fragment);
      const depth = depthOf(fragment.selectionSet);
      underWay.delete(fragment);
      fragments.set(fragment, depth);
      return depth;
    };

    return {
      OperationDefinition(operation) {
        const depth = depthOf(operation.selectionSet);
        if (depth <= maxDepth) return;
        context.reportError(
          new GraphQLError(`the query is ${depth} levels deep; at most ${maxDepth} levels are allowed`, {
            nodes: operation,
            extensions: { code: 'QUERY_TOO_DEEP', limit: maxDepth, actual: depth },
          }),
        );
      },
    };
  };
