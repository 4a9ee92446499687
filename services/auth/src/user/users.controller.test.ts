import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { setRole, suspendUser, usersByIdQuery, usersQuery } from '@berth/contracts/auth/operations';
import type { RawInputOf } from '@berth/contracts/define';
import { accepted, AuthTestStorage, refusalOf } from '../testing/auth-test-service.js';
import { idOf } from '../testing/fixtures.js';
import { join, type Person } from '../testing/crash-at-every-append.js';

type Input = Partial<RawInputOf<typeof usersQuery>>;

async function aLab() {
  const storage = await AuthTestStorage.open();
  const world = await storage.start();
  const ada = await join(world, 'ada', { givenName: 'Augusta', familyName: 'King' });
  const bob = await join(world, 'bob', { lab: 'Robotics' });
  const carol = await join(world, 'carol', { organisation: 'Zürich' });
  const dave = await join(world, 'dave');
  accepted(await world.ask(setRole, { userId: bob.userId, role: 'operator' }, { as: ada }));
  accepted(await world.ask(suspendUser, { userId: dave.userId }, { as: ada }));
  world.startReactors();
  await world.settled();
  const page = async (as: Person, input: Input = {}) => accepted(await world.ask(usersQuery, input, { as }));
  const names = async (as: Person, input: Input = {}) =>
    (await page(as, input)).items.map(({ node }) => node.username);
  return { world, storage, ada, bob, carol, dave, page, names };
}

describe('the accounts', () => {
  it('are searched by admins, operators and auditors by name, address, organisation and lab', async () => {
    const { ada, names, page } = await aLab();
    assert.deepEqual(await names(ada), ['ada', 'bob', 'carol', 'dave']);
    assert.deepEqual(await names(ada, { search: 'augusta k' }), ['ada']);
    assert.deepEqual(await names(ada, { search: 'ROBOT' }), ['bob']);
    assert.deepEqual(await names(ada, { search: 'zürich' }), ['carol']);
    assert.deepEqual(await names(ada, { search: 'dave@example' }), ['dave']);
    assert.deepEqual(await names(ada, { sort: 'newest' }), ['dave', 'carol', 'bob', 'ada']);
    const [, second] = (await page(ada)).items;
    const createdAt = second?.node.createdAt;
    assert.deepEqual(await names(ada, { createdFrom: createdAt }), ['bob', 'carol', 'dave']);
    assert.deepEqual(await names(ada, { createdUntil: createdAt, sort: 'oldest' }), ['ada']);
    assert.deepEqual(await names(ada, { createdFrom: createdAt, search: 'ada' }), []);
    assert.deepEqual(await names(ada, { role: 'operator' }), ['bob']);
    assert.deepEqual(await names(ada, { status: 'suspended' }), ['dave']);
    assert.deepEqual(await names(ada, { status: 'suspended', role: 'admin' }), []);
  });

  it('are found by members by user name, if active, and show nothing else', async () => {
    const { world, carol, page, names } = await aLab();
    assert.deepEqual(await names(carol), ['ada', 'bob', 'carol']);
    assert.deepEqual(await names(carol, { search: 'robot' }), []);
    const [found] = (await page(carol, { search: 'bo' })).items;
    assert.deepEqual(Object.keys(found?.node ?? {}).sort(), ['createdAt', 'id', 'personalData', 'username']);
    for (const [field, input] of [
      ['role', { role: 'admin' }],
      ['status', { status: 'suspended' }],
    ] as const) {
      assert.deepEqual(refusalOf(await world.ask(usersQuery, input, { as: carol })), ['FORBIDDEN', field]);
    }
    const guest = { ...carol, role: 'guest' } as const;
    assert.equal(refusalOf(await world.ask(usersQuery, {}, { as: guest }))[0], 'FORBIDDEN');
    assert.equal(refusalOf(await world.ask(usersQuery, {}))[0], 'UNAUTHENTICATED');
  });

  it('come in pages that make up the whole list, both ways, searched or not', async () => {
    const { world, ada, page, names } = await aLab();
    for (const search of [undefined, 'a']) {
      const all = await names(ada, { search });
      for (const size of [1, 2, 3]) {
        const forwards: string[] = [];
        for (let after: string | undefined; ;) {
          const { items, hasNextPage } = await page(ada, { search, first: size, after });
          forwards.push(...items.map(({ node }) => node.username));
          after = items.at(-1)?.cursor;
          if (!hasNextPage) break;
        }
        assert.deepEqual(forwards, all);
        const backwards: string[] = [];
        for (let before: string | undefined; ;) {
          const { items, hasPreviousPage } = await page(ada, { search, last: size, before });
          backwards.unshift(...items.map(({ node }) => node.username));
          before = items[0]?.cursor;
          if (!hasPreviousPage) break;
        }
        assert.deepEqual(backwards, all);
      }
    }
    const wrong = await world.ask(usersQuery, { after: 'made up' }, { as: ada });
    assert.deepEqual(refusalOf(wrong), ['VALIDATION_FAILED', 'after']);
  });

  it('are searched in parts where there are many, and whoever is called so is found at once', async () => {
    const { storage, ada, carol } = await aLab();
    const small = await storage.start({ BERTH_MAX_SEARCHED_ACCOUNTS: 2 });
    assert.ok(await small.parts.waitForViews(await storage.store.lastPosition(), 10_000));
    const page = async (as: Person, input: Input) => accepted(await small.ask(usersQuery, input, { as }));
    const names = ({ items }: { readonly items: readonly { readonly node: { username: string } }[] }) =>
      items.map(({ node }) => node.username);
    // ada and bob are read, and neither has it in the name
    const first = await page(ada, { search: 'zürich' });
    assert.deepEqual([names(first), first.hasNextPage], [[], true]);
    const second = await page(ada, { search: 'zürich', after: first.endCursor });
    assert.deepEqual([names(second), second.hasNextPage], [['carol'], false]);
    const back = await page(ada, { search: 'augusta', last: 5 });
    assert.deepEqual([names(back), back.hasPreviousPage], [[], true]);
    assert.deepEqual(names(await page(ada, { search: 'augusta', last: 5, before: back.startCursor })), [
      'ada',
    ]);

    const exact = await page(carol, { search: 'Carol' });
    assert.deepEqual([names(exact), exact.hasNextPage], [['carol'], true]);
    assert.deepEqual(names(await page(ada, { search: 'dave@example.org' })), ['dave']);
    assert.deepEqual(names(await page(ada, { search: 'dave', status: 'active' })), []);
    assert.deepEqual(names(await page(carol, { search: 'dave' })), []);
    assert.deepEqual(names(await page(carol, { search: 'ada@example.org' })), []);
  });

  it('are given by id in the order asked for, each as far as the caller may see it', async () => {
    const { world, ada, bob, carol } = await aLab();
    const ids = [carol.userId, idOf('nobody'), ada.userId, bob.userId];
    const full = accepted(await world.ask(usersByIdQuery, { ids }, { as: ada }));
    assert.deepEqual(
      full.map(({ username, role }) => [username, role]),
      [
        ['carol', 'member'],
        ['ada', 'admin'],
        ['bob', 'operator'],
      ],
    );
    const limited = accepted(await world.ask(usersByIdQuery, { ids }, { as: carol }));
    assert.deepEqual(
      limited.map(({ username, email }) => [username, email]),
      [
        ['carol', 'carol@example.org'],
        ['ada', undefined],
        ['bob', undefined],
      ],
    );
  });
});
