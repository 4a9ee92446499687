import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { parse, validate, specifiedRules } from 'graphql';
import { schema } from '../graphql/schema.js';
import { CostModel } from '../limits/cost.js';
import { GRAPHQL_ONLY, ROUTES } from './routes.js';
import { storedOperation, storedSubscription, type StoredOperation } from './stored-operation.js';

const operations = [
  ...ROUTES.filter(({ streamOnly }) => !streamOnly).map((route) => storedOperation(schema, route)),
  ...ROUTES.filter(({ live }) => live).map((route) => storedSubscription(schema, route)),
];

/** What the OpenAPI document says of `limit`. */
const largestPage = ({ queryVariables }: StoredOperation): number | undefined =>
  queryVariables.find(({ name }) => name === 'limit')?.range?.max;

describe('the stored operations of routes', () => {
  it('fit the schema', () => {
    for (const { text, route } of operations) {
      const errors = validate(schema, parse(text), specifiedRules);
      assert.deepEqual(
        errors.map(({ message }) => message),
        [],
        `${route.method} ${route.path}: ${text}`,
      );
    }
  });

  it('cost no more than a query may, for the largest page that the route documents', () => {
    for (const operation of operations) {
      const { text, route } = operation;
      const document = parse(text);
      const [definition] = document.definitions;
      assert.ok(definition?.kind === 'OperationDefinition');
      const cost = new CostModel(schema, document).costOf(definition, { first: largestPage(operation) });
      assert.ok(cost <= 20_000, `${route.method} ${route.path} costs ${cost}`);
    }
  });

  it('serve every field of the schema but those that are GraphQL only, with a reason', () => {
    const routed = new Set(
      ROUTES.flatMap(({ field, live }) => [field.split(/[.:]/)[0] ?? '', ...(live ? [live] : [])]),
    );
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
      (type) => Object.keys(type?.getFields() ?? {}),
    );
    const holes = fields.filter((name) => !routed.has(name) && !GRAPHQL_ONLY[name]);
    assert.deepEqual(holes, []);
    for (const name of Object.keys(GRAPHQL_ONLY)) assert.ok(!routed.has(name), `${name} is routed`);
  });

  it('have one route each for method and path', () => {
    const seen = ROUTES.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    assert.equal(new Set(seen).size, seen.length);
  });
});
