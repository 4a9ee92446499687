import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { deleteUser, preferencesQuery, updatePreferences } from '@berth/contracts/auth/operations';
import type { JsonObject, JsonValue } from '@berth/kernel/json';
import type { Identity } from '@berth/service-host/operation';
import { accepted, AuthTestStorage, refusalOf, type AuthTestService } from '../testing/auth-test-service.js';
import { join, ofType } from '../testing/crash-at-every-append.js';
import { idOf } from '../testing/fixtures.js';
import { mergePatch } from './merge-patch.js';

const update = (world: AuthTestService, as: Identity, preferences: unknown, key?: string) =>
  world.ask(updatePreferences, { preferences } as never, { as, ...(key === undefined ? {} : { key }) });
const read = async (world: AuthTestService, as: Identity) =>
  accepted(await world.ask(preferencesQuery, {}, { as }));

describe('a merge patch', () => {
  // RFC 7396, appendix A
  const cases: readonly (readonly [JsonValue, JsonValue, JsonValue])[] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of cases) {
    it(`${JSON.stringify(patch)} of ${JSON.stringify(target)} is ${JSON.stringify(result)}`, () => {
      assert.deepEqual(mergePatch(target, patch), result);
    });
  }
});

describe('preferences', () => {
  it('are merged and kept for each user alone, sealed, over restarts and copies', async () => {
    const ground = await AuthTestStorage.open();
    const one = await ground.start();
    const ada = await join(one, 'ada');
    const bob = await join(one, 'bob');
    assert.deepEqual(await read(one, ada), {});
    const first = { theme: 'dark', tables: { jobs: ['name', 'state'], hosts: ['name'] } };
    assert.deepEqual(accepted(await update(one, ada, first)), first);
    const two = await ground.start();
    const patch = { theme: null, tables: { jobs: ['name'] }, zoom: 2 };
    const merged = { tables: { jobs: ['name'], hosts: ['name'] }, zoom: 2 };
    assert.deepEqual(accepted(await update(two, ada, patch)), merged);
    assert.deepEqual(await read(one, ada), merged);
    assert.deepEqual(await read(one, bob), {});
    const events = await ground.events();
    assert.equal(ofType(events, 'auth.preferences.changed.v1').length, 2);
    assert.ok(!JSON.stringify(events).includes('dark'));
  });

  it('are changed once by a repeat, and not at all by what they are already', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const changes = async () => ofType(await ground.events(), 'auth.preferences.changed.v1').length;
    for (const _ of [1, 2]) assert.deepEqual(accepted(await update(world, ada, { a: 1 }, 'key')), { a: 1 });
    accepted(await update(world, ada, { a: 1, b: null }));
    accepted(await update(world, ada, {}));
    assert.equal(await changes(), 1);
    const reused = await update(world, ada, { a: 2 }, 'key');
    assert.equal(refusalOf(reused)[0], 'IDEMPOTENCY_KEY_REUSED');
    // a late repeat does not undo what came since
    accepted(await update(world, ada, { a: 3 }));
    assert.deepEqual(accepted(await update(world, ada, { a: 1 }, 'key')), { a: 3 });
    assert.equal(await changes(), 2);
  });

  it('keep both of two changes at once', async () => {
    const ground = await AuthTestStorage.open();
    const copies = [await ground.start(), await ground.start()];
    const [one] = copies;
    assert.ok(one);
    const ada = await join(one, 'ada');
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) =>
        accepted(await update(copies[index % 2] ?? one, ada, { [`m${index}`]: index })),
      ),
    );
    assert.equal(Object.keys(await read(one, ada)).length, 8);
  });

  const deep = (levels: number): JsonObject =>
    Array.from({ length: levels - 1 }).reduce<JsonObject>((inner) => ({ in: inner }), { at: 1 });
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['no object', 'dark', 'preferences'],
    ['a list', ['dark'], 'preferences'],
    ['nothing', null, 'preferences'],
    ['too much', { text: 'x'.repeat(16_384) }, 'preferences'],
    ['too much by bytes', { text: '\u{1f600}'.repeat(4_100) }, 'preferences'],
    ['too deep', deep(7), 'preferences.in.in.in.in.in.in'],
    ['far too deep', deep(40), 'preferences.in.in.in'],
    ['a list too deep', { a: [[[[[[1]]]]]] }, 'preferences.a.0.0.0.0.0'],
    ['a long name', { a: { ['x'.repeat(101)]: 1 } }, 'preferences.a'],
    ['a name that objects inherit', { a: JSON.parse('{"__proto__":{"b":1}}') as unknown }, 'preferences.a'],
    ['half a character', { a: { b: '\ud83d' } }, 'preferences.a.b'],
  ];
  const LIMITS = [
    ['too much', 16_384],
    ['too deep', 6],
    ['long name', 100],
  ] as const;
  it('are refused by the member that is wrong', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    for (const [name, preferences, field] of wrong) {
      const answer = await update(world, ada, preferences);
      assert.deepEqual(refusalOf(answer), ['VALIDATION_FAILED', field], name);
      const { problems = [] } = (answer.ok ? {} : (answer.error.details ?? {})) as {
        readonly problems?: readonly { readonly maximum?: number }[];
      };
      const maximum = LIMITS.find(([part]) => name.includes(part))?.[1];
      if (maximum !== undefined && name !== 'far too deep')
        assert.equal(problems[0]?.maximum, maximum, JSON.stringify(problems));
    }
    accepted(await update(world, ada, deep(6)));
    assert.deepEqual(await read(world, ada), deep(6));
  });

  it('are refused where they would be too large in all', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    accepted(await update(world, ada, { one: 'x'.repeat(10_000) }));
    const refused = await update(world, ada, { two: 'x'.repeat(10_000) });
    assert.deepEqual(refusalOf(refused), ['VALIDATION_FAILED', 'preferences']);
    assert.deepEqual(!refused.ok && refused.error.details, { limit: 16_384, actual: 20_019 });
    accepted(await update(world, ada, { one: null, two: 'x'.repeat(10_000) }));
  });

  it('are not changed all day, nor by who may not', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    for (let change = 0; change < 60; change += 1) accepted(await update(world, bob, { change }));
    assert.equal(refusalOf(await update(world, bob, { change: 60 }))[0], 'RATE_LIMITED');
    accepted(await update(world, ada, { change: 1 }));
    const script: Identity = {
      kind: 'token',
      userId: ada.userId,
      role: 'admin',
      tokenId: idOf('token'),
      scopes: ['read'],
    };
    assert.equal(refusalOf(await update(world, script, { change: 2 }))[0], 'FORBIDDEN');
    assert.deepEqual(await read(world, script), { change: 1 });
    assert.equal(refusalOf(await world.ask(preferencesQuery, {}))[0], 'UNAUTHENTICATED');
    accepted(await world.ask(deleteUser, { userId: bob.userId }, { as: ada }));
    assert.equal(refusalOf(await world.ask(preferencesQuery, {}, { as: bob }))[0], 'UNAUTHENTICATED');
  });

  it('say so where the key of their person is lost, and make no new one', async () => {
    const ground = await AuthTestStorage.open();
    const before = await ground.start();
    const ada = await join(before, 'ada');
    accepted(await update(before, ada, { theme: 'dark' }));
    ground.changeKeys(`DELETE FROM keys WHERE id = 'user:${ada.userId}'`);
    const after = await ground.start();
    assert.equal(refusalOf(await after.ask(preferencesQuery, {}, { as: ada }))[0], 'INVALID_STATE');
    assert.equal(refusalOf(await update(after, ada, { theme: 'light' }))[0], 'INVALID_STATE');
  });
});
