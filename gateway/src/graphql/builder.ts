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
      description: 'Any thing with an id; null where there is none, or none that the caller may see.',
    },
    nodesQueryOptions: { description: 'Several at once, in the order of the ids.' },
    cursorType: 'String',
    nodeTypeOptions: { description: 'A thing with an id of its own.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    cursorFieldOptions: { description: 'Goes on after, or before, this item.' },
    edgesFieldOptions: { description: 'The items of the page.' },
    pageInfoFieldOptions: { description: 'Where the page stands.' },
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
      'How many items the whole list has, counted up to 10000. Null for lists that can not be counted: history, and searches in sealed texts.',
    resolve: ({ totalCount }) => totalCount(),
  }),
);

builder.queryType({
  description: 'What can be asked. Lists are Relay connections; what the caller may not see is left out.',
});
builder.mutationType({
  description:
    'What can be done. Expected refusals are members of the result union, never errors. Send an `Idempotency-Key` header and a repeat is harmless.',
});
builder.subscriptionType({
  description: 'What can be followed, over SSE; each item has a cursor to go on from.',
});

builder.scalarType('DateTime', {
  description: 'An instant in UTC, ISO 8601: 2026-01-31T08:00:00.000Z. Inputs may carry another offset.',
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
    throw new GraphQLError('must be a whole number of millionths, 0 or more', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return value;
}
