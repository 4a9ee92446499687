import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import type { Role } from '@berth/contracts/auth/roles';
import { Aggregates } from '@berth/service-host/aggregates';
import { aMeta } from '@berth/service-host/testing/commands';
import { openTestStore } from '@berth/service-host/testing/stores';
import { Facts } from '../facts/facts.js';
import { jobDecider } from '../jobs/job/job.decider.js';
import { jobStream } from '../streams.js';
import { after, aPlacement, aSpec, aSubmission, hostId, jobId } from '../testing/fixtures.js';
import { schedulingStateAfter } from '../testing/scheduling-states.js';
import { RunOrders } from './run-order.js';

it('a run is ordered under its submitter’s account, and says whether an admin answers for it', async () => {
  const store = await openTestStore();
  const jobs = new Aggregates(store, jobDecider);
  for (const command of [aSubmission(), aPlacement()])
    assert.ok((await jobs.execute(jobStream(jobId), command, aMeta())).ok);
  const document = schedulingStateAfter(after(aSubmission(), aPlacement()));
  assert.ok(document);
  const { userId } = document;
  const facts = new Facts();
  const orderOf = async (role: Role, accounts: readonly string[]) => {
    const user = { userId, status: 'active', role };
    facts.apply('facts-users', [{ id: userId, before: undefined, after: user }]);
    const orders = new RunOrders({
      jobs,
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
    assert.deepEqual(order.command, aSpec().command);
    return [order.account, order.byAdmin];
  };
  assert.deepEqual(await orderOf('member', ['ada', 'ada2']), ['ada', false]);
  assert.deepEqual(await orderOf('admin', []), [undefined, true]);
});
