import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { historyQuery } from '@berth/contracts/history';
import {
  accountsQuery,
  mapAccount,
  unmapAccount,
  type AccountView,
} from '@berth/contracts/scheduler/accounts';
import { idFromName, newId } from '@berth/kernel/ids';
import { aUser } from '../../testing/foreign-events.js';
import { userId } from '../../testing/fixtures.js';
import { Installation } from '../../testing/installation.js';

jest.setTimeout(60_000);

const grace = idFromName('user', 'grace');
let berth: Installation;
let hostId: string;
beforeAll(async () => {
  berth = await Installation.start();
  ({
    agent: { hostId },
  } = await berth.aHost('one'));
  await berth.hear(aUser(grace));
});
afterAll(() => berth.stop());

const BY_OPERATOR = { role: 'operator' } as const;
const map = (input: object = {}) =>
  berth.ask(mapAccount, { userId, hostId, account: 'ada', ...input }, BY_OPERATOR);
async function accounts(as: string, role: 'member' | 'operator' = 'member', input: object = {}) {
  const reply = await berth.others.ask([as, role], accountsQuery, input);
  assert.ok(reply.ok);
  return (reply.result as unknown as AccountView[]).map(({ account }) => account);
}

describe('whose accounts those on hosts are', () => {
  it('is said by staff (admin or operator), shown to their users, and their names are in no event', async () => {
    await berth.eventually(async () => assert.ok((await map()).ok));
    assert.ok((await map({ userId: grace, account: 'grace' })).ok);
    await berth.eventually(async () => {
      assert.deepEqual(await accounts(userId), ['ada']);
      assert.deepEqual(await accounts(userId, 'member', { userId: grace }), []);
      assert.deepEqual(await accounts(userId, 'operator'), ['ada', 'grace']);
      assert.deepEqual(await accounts(userId, 'operator', { userId: grace, hostId }), ['grace']);
    });
    const about = { entity: 'accounts', id: hostId };
    const told = JSON.stringify(await berth.ask(historyQuery('scheduler'), about, { role: 'auditor' }));
    assert.ok(told.includes('accounts.mapped') && !told.includes('grace') && !told.includes('"ada"'));
    const taken = await map({ userId: grace });
    assert.ok(!taken.ok && taken.error.code === 'ALREADY_EXISTS' && taken.error.field === 'account');
    assert.ok((await berth.ask(unmapAccount, { hostId, account: 'ada' }, BY_OPERATOR)).ok);
    await berth.eventually(async () => assert.deepEqual(await accounts(userId), []));
  });

  for (const [what, change, field, code] of [
    ['a user that is not there', { userId: newId() }, 'userId', 'NOT_FOUND'],
    ['a host that is not there', { hostId: newId() }, 'hostId', 'NOT_FOUND'],
    ['a name that could be an option', { account: '-rf' }, 'account', 'VALIDATION_FAILED'],
    ['a name with a space', { account: 'ada lovelace' }, 'account', 'VALIDATION_FAILED'],
    ['no name', { account: '' }, 'account', 'VALIDATION_FAILED'],
  ] as const) {
    it(`is refused for ${what}, by name`, async () => {
      const reply = await map(change);
      assert.ok(!reply.ok);
      assert.deepEqual([reply.error.code, reply.error.field], [code, field]);
    });
  }

  it('is not for members to say', async () => {
    const reply = await berth.ask(mapAccount, { userId, hostId, account: 'root' });
    assert.ok(!reply.ok && reply.error.code === 'FORBIDDEN');
  });
});
