import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { changeLog, changesSince } from './schema-changes.js';
import { schema } from './schema.js';

const kept = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const RELEASED = `
  type Query { job(id: ID!, pool: ID): Job, hosts: [String!]! }
  type Job { id: ID!, state: State! }
  enum State { QUEUED, ENDED }`;

describe('the public schema', () => {
  it('has no breaking change since it was released', async () => {
    const { breaking } = await changesSince(buildSchema(kept('schema.released.graphql')), schema);
    assert.deepEqual(breaking, []);
  });

  it('has its changes in the log; where they are meant: npm run schema:print', async () => {
    const changes = await changesSince(buildSchema(kept('schema.released.graphql')), schema);
    assert.equal(kept('../docs/schema-changes.md'), changeLog(changes));
  });
});

describe('changes of a schema', () => {
  const since = (now: string) => changesSince(buildSchema(RELEASED), buildSchema(now));

  it('are breaking where a client of before fails', async () => {
    const without = RELEASED.replace(', pool: ID', '').replace(', state: State!', '').replace('ENDED', '');
    const { breaking } = await since(without);
    assert.equal(breaking.length, 3, breaking.join('\n'));
    assert.equal((await since(RELEASED.replace('pool: ID', 'pool: ID!'))).breaking.length, 1);
    assert.equal((await since(RELEASED.replace('state: State!', 'state: State'))).breaking.length, 1);
  });

  it('are compatible where they add, and texts do not count', async () => {
    const more = RELEASED.replace('id: ID!, state', 'id: ID!, "The name." name: String, state');
    const { breaking, compatible } = await since(more);
    assert.deepEqual(breaking, []);
    assert.deepEqual(compatible, ["Field 'name' was added to object type 'Job'"]);
    const texts = RELEASED.replace('type Job', '"A job." type Job');
    assert.deepEqual(await since(texts), { breaking: [], compatible: [] });
  });
});
