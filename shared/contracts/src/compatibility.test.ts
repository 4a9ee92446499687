import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { catalogueAsJsonSchema, type CatalogueEntry } from './catalogue.js';
import { breakingChanges } from './compatibility.js';

const event = (properties: object, required: readonly string[]): CatalogueEntry[] => [
  { type: 'x.y.z.v1', description: 'an event', schema: { type: 'object', properties, required } },
];
const text = { type: 'string' };

describe('comparing published events with those of the code', () => {
  const published = event({ a: text, b: text }, ['a']);
  it('allows new events and new optional fields', () => {
    assert.deepEqual(breakingChanges(published, event({ a: text, b: text, c: text }, ['a'])), []);
  });
  it('names an event that is gone', () => {
    assert.deepEqual(breakingChanges(published, []), ['x.y.z.v1: was removed']);
  });
  it('names a field that is gone, of another type, or required all of a sudden', () => {
    assert.match(breakingChanges(published, event({ a: text }, ['a'])).join(), /x\.y\.z\.v1\.b: was removed/);
    assert.match(
      breakingChanges(published, event({ a: { type: 'number' }, b: text }, ['a'])).join(),
      /x\.y\.z\.v1\.a: type was "string"/,
    );
    assert.match(
      breakingChanges(published, event({ a: text, b: text, c: text }, ['a', 'c'])).join(),
      /x\.y\.z\.v1\.c: is required now/,
    );
    assert.match(
      breakingChanges(published, event({ a: text, b: text }, [])).join(),
      /x\.y\.z\.v1\.a: is optional now/,
    );
  });
});

describe('the event catalogue', () => {
  const published = JSON.parse(
    readFileSync(new URL('../published-events.json', import.meta.url), 'utf8'),
  ) as CatalogueEntry[];
  it('breaks no event that was published', () => {
    assert.deepEqual(breakingChanges(published, catalogueAsJsonSchema()), []);
  });
  it('is the one that is published: run `npm run catalogue` after adding to it', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(catalogueAsJsonSchema())), published);
  });
  it('names every event with service, entity, event and version', () => {
    for (const { type } of published)
      assert.match(
        type,
        /^(auth|inventory|scheduler|telemetry|billing)\.[a-z][A-Za-z]*\.[a-z][A-Za-z]*\.v\d+$/,
      );
  });
});
