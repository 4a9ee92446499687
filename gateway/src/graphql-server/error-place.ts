import { BREAK, GraphQLError, Kind, visit, type ASTNode, type DocumentNode } from 'graphql';
import { defined } from '@berth/kernel/defined';

/** Adds the field that graphql-js finds fault with, in the words that variables have: `input.gpus.count`. */
export function withPlace(error: GraphQLError, document: DocumentNode): GraphQLError {
  const field = error.extensions['field'] ?? placeOf(error, document);
  const { message, nodes, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    extensions: {
      code: 'GRAPHQL_VALIDATION_FAILED',
      ...defined({ field }),
      ...extensions,
    },
  });
}

const NAMED = /^(?:Cannot query field "|Unknown argument "|Variable "\$)(\w+)"|argument "(\w+)" of type/;
const MEMBER = /^Field "(?:\w+\.)?(\w+)" (?:of required type|is not defined by)/;

function placeOf({ message, nodes }: GraphQLError, document: DocumentNode): string | undefined {
  const named = NAMED.exec(message);
  if (named) return named[1] ?? named[2];
  const path = nodes?.[0] ? pathTo(nodes[0], document) : [];
  const member = MEMBER.exec(message)?.[1];
  if (member !== undefined && path.at(-1) !== member) path.push(member);
  return path.length > 0 ? path.join('.') : undefined;
}

/** Names of the argument and the input fields that lead to a node; none where it is no value. */
function pathTo(node: ASTNode, document: DocumentNode): string[] {
  const path: string[] = [];
  visit(document, {
    enter(each, _key, parent, _path, ancestors) {
      if (each !== node) return undefined;
      for (const step of [...ancestors, parent, each]) {
        if (step && 'kind' in step && (step.kind === Kind.ARGUMENT || step.kind === Kind.OBJECT_FIELD))
          path.push(step.name.value);
      }
      return BREAK;
    },
  });
  return path;
}
