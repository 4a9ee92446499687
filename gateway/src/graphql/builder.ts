import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import { GraphQLError, Kind } from 'graphql';
import type { JsonValue } from '@berth/kernel/json';
import type { Context } from './context.js';
import { fromGlobalId, toGlobalId } from './ids.js';
import { parseInstant } from './instant.js';

export interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  /** What every connection has beside what Relay asks for. */
  Connection: { readonly totalCount: () => Promise<number | null> };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    Micros: { Input: number; Output: number };
    JSON: { Input: JsonValue; Output: unknown };
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    encodeGlobalID: (type, id) => toGlobalId(type, String(id)),
    decodeGlobalID: (text) => {
      const decoded = fromGlobalId(text);
      if (!decoded)
        throw new GraphQLError('id: is not a node id', {
          extensions: { code: 'VALIDATION_FAILED', field: 'id' },
        });
      return { typename: decoded.type, id: decoded.id };
    },
    nodeQueryOptions: {
      description: 'An object by its global id; null if there is none that the caller may see.',
    },
    nodesQueryOptions: { description: 'Several objects, in the order of the ids.' },
    cursorType: 'String',
    nodeTypeOptions: { description: 'An object with a global id.' },
    pageInfoTypeOptions: { description: 'Position of a page in its list.' },
    cursorFieldOptions: { description: 'Cursor for continuing after or before this item.' },
    edgesFieldOptions: { description: 'Items of the page.' },
    pageInfoFieldOptions: { description: 'Position of the page.' },
    nodeFieldOptions: { description: 'The item.' },
    defaultConnectionTypeOptions: { description: 'A page of a list.' },
    defaultEdgeTypeOptions: { description: 'An item of a page.' },
  },
});

export type BuilderTypes =
  typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never;

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    nullable: true,
    description:
      'How many items the whole list has, counted up to 10000. Null for lists that cannot be counted: history, sessions, and searches in sealed texts.',
    resolve: ({ totalCount }) => totalCount(),
  }),
);

builder.queryType({
  description: 'Read operations. Lists are Relay connections and omit what the caller may not see.',
});
builder.mutationType({
  description:
    'Write operations. Expected refusals are members of the result union, not GraphQL errors. Send the header `Idempotency-Key` to make retries safe.',
});
builder.subscriptionType({
  description: 'Subscriptions over SSE. Events, logs and metrics carry a cursor for resuming.',
});

builder.scalarType('DateTime', {
  description: 'An instant in UTC, ISO 8601: 2026-01-31T08:00:00.000Z. Inputs may have another offset.',
  serialize: (value) => value,
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

builder.scalarType('Micros', {
  description: 'Money in millionths of the currency, as a whole number up to 2^53 - 1: 1500000 is 1.50.',
  serialize: (value) => value,
  parseValue: parseMicros,
  parseLiteral: (node) => parseMicros(node.kind === Kind.INT ? Number(node.value) : undefined),
});

builder.scalarType('JSON', { description: 'Any JSON value.', serialize: (value) => value });

function parseMicros(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new GraphQLError('must be a whole number of millionths, at least 0', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return value;
}
