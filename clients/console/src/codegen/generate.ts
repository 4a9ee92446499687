import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import {
  buildSchema,
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';

export interface SourceDocument {
  readonly file: string;
  readonly text: string;
}

const SCALARS = { DateTime: 'string', Micros: 'number', JSON: 'unknown', ID: 'string' };
const HEADER = `/* Written by \`npm run generate\` from gateway/schema.graphql and the .graphql files. */
import { document } from '../api/document.js';
`;

/** The types of all operations, and each as a constant that is left out of a page that does not use it. */
export async function generate(schemaText: string, sources: readonly SourceDocument[]): Promise<string> {
  const schemaAst = buildSchema(schemaText);
  const documents = sources.map(({ file, text }) => ({ location: file, document: parse(text) }));
  const types = await codegen({
    schema: parse(schemaText),
    schemaAst,
    filename: 'operations.ts',
    config: {},
    documents,
    plugins: [
      {
        operations: {
          scalars: SCALARS,
          immutableTypes: true,
          skipTypename: true,
          enumType: 'string-literal',
          useTypeImports: true,
          arrayInputCoercion: false,
        },
      },
    ],
    pluginMap: { operations },
  });
  return `${HEADER}${types}\n${constantsOf(documents.map((each) => each.document)).join('\n')}\n`;
}

function constantsOf(documents: readonly DocumentNode[]): string[] {
  const definitions = documents.flatMap((each) => each.definitions);
  const fragments = new Map(
    definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  return definitions
    .filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION)
    .map((each) => {
      const name = each.name?.value;
      if (name === undefined) throw new Error('every operation needs a name');
      const kind = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[each.operation];
      const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}${kind}`;
      const text = [each, ...fragmentsOf(each, fragments)].map((node) => print(node)).join('\n');
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}${kind}`;
      return `export const ${constant} = /*#__PURE__*/ document<${type}, ${type}Variables>(${JSON.stringify(compact(text))});`;
    });
}

/** Those that a definition spreads, and those that they spread. */
function fragmentsOf(
  from: OperationDefinitionNode | FragmentDefinitionNode,
  all: ReadonlyMap<string, FragmentDefinitionNode>,
  found = new Set<FragmentDefinitionNode>(),
): ReadonlySet<FragmentDefinitionNode> {
  visit(from, {
    FragmentSpread({ name }) {
      const fragment = all.get(name.value);
      if (!fragment) throw new Error(`no fragment is named ${name.value}`);
      if (found.has(fragment)) return;
      found.add(fragment);
      fragmentsOf(fragment, all, found);
    },
  });
  return found;
}

/** No text of ours has a string literal with two spaces in it. */
const compact = (text: string): string => text.replaceAll(/\s+/g, ' ');
