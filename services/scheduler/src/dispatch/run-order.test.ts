import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import type { Role } from '@berth/contracts/auth/roles';
import { Facts } from '../facts/facts.js';
import { aQueuedJob, hostId } from '../testing/fixtures.js';
import { RunOrders } from './run-order.js';

it('a run is ordered under its submitter’s account, and says whether an admin answers for it', async () => {
  const document = { ...aQueuedJob('one'), runs: [{ run: 1, hostId, devices: [] }] } as never;
  const { userId } = aQueuedJob('one');
  const facts = new Facts();
  const orderOf = async (role: Role, accounts: readonly string[]) => {
    const user = { userId, status: 'active', role };
    facts.apply('facts-users', [{ id: userId, before: undefined, after: user }]);
    const orders = new RunOrders({
      vault: undefined as never,
      gangs: { environmentOf: async () => ({}) } as never,
      facts,
      accounts: {
        list: async (want) => {
          assert.deepEqual(want, { userId, hostId });
          return accounts.map((account) => ({ userId, hostId, account, mappedAt: '' }));
        },
      },
    });
    const order = await orders.of(document, 1);
    assert.ok('jobId' in order);
    return [order.account, order.byAdmin];
  };
  assert.deepEqual(await orderOf('member', ['ada', 'ada2']), ['ada', false]);
  assert.deepEqual(await orderOf('admin', []), [undefined, true]);
});
