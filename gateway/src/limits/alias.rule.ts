import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

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
