import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import {
  preferencesQuery,
  updatePreferences,
  usersByIdQuery,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import { newId } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway, TestClient } from '../testing/test-client.js';

const personOf = (id: string) =>
  ({ id, username: 'someone', personalData: 'readable', createdAt: '2026-01-01T00:00:00.000Z' }) as const;
const [ada, bob] = [newId(), newId()];
const KEPT = { theme: 'dark', tables: { jobs: ['name', null] } };

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let asked: JsonObject[];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token({ userId: ada }));
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  asked = [];
  platform.answer(viewerQuery, () => personOf(ada));
  platform.answer(usersByIdQuery, ({ ids }) => (ids as string[]).map(personOf));
  platform.answer(preferencesQuery, (input) => {
    asked.push(input);
    return KEPT;
  });
  platform.answer(updatePreferences, (input) => {
    asked.push(input);
    return KEPT;
  });
});

const patch = (body: unknown, type = 'application/merge-patch+json') =>
  client.send('/api/v1/me/preferences', {
    method: 'PATCH',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });

describe('preferences', () => {
  it('are shown to their owner, and of others there are none', async () => {
    const { viewer } = await client.data('{ viewer { preferences } }');
    assert.deepEqual(viewer.preferences, KEPT);
    const ids = [ada, bob].map((id) => Buffer.from(`User:${id}`).toString('base64url'));
    const { nodes } = await client.data(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { preferences } } }',
      {
        ids,
      },
    );
    assert.deepEqual(nodes, [{ preferences: KEPT }, { preferences: null }]);
    assert.equal(asked.length, 2);
  });

  it('are a resource of their own by REST, and no part of the account', async () => {
    const read = await client.send('/api/v1/me/preferences');
    assert.deepEqual([read.status, read.body], [200, KEPT]);
    assert.ok(read.headers.get('etag'));
    platform.answer(preferencesQuery, () => ({}));
    const none = await client.send('/api/v1/me/preferences');
    assert.deepEqual([none.status, none.body], [200, {}]);
    const me = await client.send('/api/v1/me');
    assert.ok(!('preferences' in me.body));
    const anonymous = await new TestClient(gateway).send('/api/v1/me/preferences');
    assert.equal(anonymous.status, 401);
  });

  it('are changed by a merge patch, nulls and all, by both ways alike', async () => {
    const change = { theme: null, tables: { jobs: [1, null], hosts: null } };
    for (const type of ['application/merge-patch+json', 'application/json']) {
      const answer = await patch(change, type);
      assert.deepEqual([answer.status, answer.body], [200, KEPT]);
    }
    const mutation =
      'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { ... on UpdatePreferencesSuccess { preferences } } }';
    const byGraphQL = await client.data(mutation, { input: { preferences: change } });
    assert.deepEqual(byGraphQL.updatePreferences.preferences, KEPT);
    assert.deepEqual(asked, Array(3).fill({ preferences: change }));
    await patch({});
    assert.deepEqual(asked.at(-1), { preferences: {} });
  });

  it('are refused by the member that is wrong', async () => {
    for (const [body, field] of [
      ['dark', 'body'],
      [['dark'], 'body'],
      [null, 'body'],
    ] as const) {
      const answer = await patch(body);
      assert.deepEqual([answer.status, answer.body.field], [400, field]);
    }
    assert.equal((await patch({}, 'text/plain')).status, 415);
    const message = 'preferences.a.b: must not be nested more than 6 deep';
    platform.refuse(updatePreferences, reject('VALIDATION_FAILED', message, 'preferences.a.b'));
    const { status, body } = await patch({ a: {} });
    assert.deepEqual([status, body.field, body.detail], [400, 'preferences.a.b', message]);
  });
});
