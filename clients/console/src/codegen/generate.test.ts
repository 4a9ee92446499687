import { expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.js';

const SCHEMA =
  'type Query { job(id: ID!): Job } type Job { id: ID! name: String user: User } type User { id: ID! }';

it('each operation is a constant with its types and the fragments that it spreads, directly or not', async () => {
  const code = await generate(SCHEMA, [
    { file: 'a.graphql', text: 'query OneJob($id: ID!) { job(id: $id) { ...Row } }' },
    { file: 'b.graphql', text: 'fragment Row on Job { id user { ...Who } } fragment Who on User { id }' },
    { file: 'c.graphql', text: 'fragment Unused on Job { name }' },
  ]);
  expect(code).toMatch(
    /export const oneJobQuery = \/\*#__PURE__\*\/ document<OneJobQuery, OneJobQueryVariables>\(/,
  );
  expect(code).toContain('fragment Row on Job { id user { ...Who } } fragment Who on User { id }');
  expect(code).not.toContain('fragment Unused');
});

it.each([
  ['query { job(id: 1) { id } }', 'every operation needs a name'],
  ['query A { job(id: 1) { ...Nothing } }', 'Nothing'],
])('%s is refused', async (text, message) => {
  await expect(generate(SCHEMA, [{ file: 'a.graphql', text }])).rejects.toThrow(message);
});

it('what is in the repository is what the schema and the documents give', async () => {
  const sources = fileURLToPath(new URL('../../src/', import.meta.url));
  const schema = readFileSync(new URL('../../../../gateway/schema.graphql', import.meta.url), 'utf8');
  const documents = globSync('**/*.graphql', { cwd: sources })
    .sort()
    .map((file) => ({ file, text: readFileSync(sources + file, 'utf8') }));
  expect(await generate(schema, documents)).toBe(readFileSync(`${sources}generated/operations.ts`, 'utf8'));
});
